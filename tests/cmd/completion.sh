#!/bin/sh
# The completions, as bash and zsh ask for them.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need bash zsh

mkdir -p "$T/real" "$T/work/adir" "$T/config/hardcc/profiles"
for n in gcc clang-99 riscv64-none-gcc; do
	cp "$builddir/tests/lib/fakecc" "$T/real/$n"
done
echo '# team.profile - for the team' >"$T/config/hardcc/profiles/team.profile"
cd "$T/work" || exit 99
PATH=${HARDCC%/*}:$T/real:$PATH
export PATH
commands=$("$HARDCC" help | sed -n 's/^\(usage:\|      \) hardcc \([a-z-]*\).*/\2/p' | sort | tr '\n' ' ')

in_bash() { # WORD...: what it offers for the last word, sorted
	bash --norc -c '
		. "$1" || exit
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		"$(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")" "$1"
		[[ ${#COMPREPLY[@]} -eq 0 ]] || printf "%s\n" "${COMPREPLY[@]}"' \
		bash "$srcdir/completions/hardcc" "$@" 2>>err | sort -u | tr '\n' ' '
}

# zsh completes in its line editor only: one in a terminal of its own, where a key asks and what is offered is written down.
cat >ask.zsh <<'EOF'
zmodload zsh/zpty || exit 99
zpty asked zsh -f -i
zpty -w asked "fpath=($1 \$fpath); autoload -U compinit; compinit -u -d $T/zcompdump"
zpty -w asked "compadd() { local -a it; builtin compadd -O it \"\$@\"; print -rl -- \$it >>$T/offered; builtin compadd \"\$@\" }"
zpty -w asked "ask() { zle list-choices; zle -I; print done >>$T/done; BUFFER=; }; zle -N ask; bindkey '^T' ask"
zpty -w asked "print ready >$T/done"
wait_for() { local i; for ((i = 0; i < 200; i++)); do [[ -s $T/done ]] && return; sleep 0.05; done }
wait_for
rm -f $T/done $T/offered
zpty -w -n asked "$2"$'\x14'
wait_for
zpty -d asked
EOF
in_zsh() { # LINE: what it offers for its last word, sorted
	rm -f "$T/offered" "$T/done"
	TERM=dumb zsh -f ask.zsh "$srcdir/completions" "$1" >/dev/null 2>&1
	sort -u "$T/offered" 2>/dev/null | grep -v '^$' | tr '\n' ' '
}
export T

is "$(in_bash hardcc '' | tr ' ' '\n' | grep -v '^-' | tr '\n' ' ' | sed 's/^ *//; s/ *$//')" "${commands% }" "bash: the commands, and no other"
is "$(in_zsh 'hardcc ')" "$commands" "zsh: the commands, and no other"

both() { # NAME WANT WORD...
	both_name=$1 both_want=$2
	shift 2
	is "$(in_bash "$@")" "$both_want" "bash: $both_name"
	is "$(in_zsh "$*")" "$both_want" "zsh: $both_name"
}
options() { # COMMAND
	"$HARDCC" help "$1" | sed -n 's/^  \(-[^ =[]*\).*/\1/p' | sort | tr '\n' ' '
}
both "a command" "profiles " hardcc prof
for c in env doctor profiles; do
	both "the options of $c" "$(options $c)" hardcc $c -
done
both "the options of run" "-- $(options run)" hardcc run -
both "the options of explain" "-- $(options explain)" hardcc explain -
both "the words of an option" "docker fish github json make sh " hardcc env --format ""
both "one of them" "github " hardcc env --tags --format g
both "a profile" "openssf-strict " hardcc run --profile openssf-s
both "a profile of the user's" "team " hardcc run --profile te
is "$(in_bash hardcc run --profile openssf,te)" "openssf,team " "bash: a second profile"
is "$(in_zsh 'hardcc run --profile openssf,te')" "team " "zsh: a second profile"
is "$(in_bash hardcc run --profile = te) $(in_bash hardcc run --profile = | tr ' ' '\n' | grep -cx team)" "team  1" "bash: a profile behind ="
is "$(in_bash hardcc env --format = g) $(in_bash hardcc run --profile = team doesnotexist-)" "github  " "bash: another word behind =, and what follows"
is "$(in_zsh 'hardcc run --profile=openssf,te')" "team " "zsh: a profile behind ="
is "$(in_zsh 'hardcc env --format=g')" "github " "zsh: another word behind ="
both "what profiles does" "check diff export list show " hardcc profiles ""
both "a profile to show" "optional " hardcc profiles show opt
both "a second one to compare" "openssf-warn " hardcc profiles diff openssf openssf-w
both "a feature" "bindnow branch buildid " hardcc features b
both "a compiler to explain" "riscv64-none-gcc " hardcc explain -- riscv64-none-gc
both "names for shims" "clang-99 " hardcc shims adir clang-9
both "a command to help with" "doctor " hardcc help doc
is "$(in_bash hardcc run -- clang-9)" "clang-99 " "bash: the command to run"
is "$(in_zsh 'hardcc run -- clang-99')" "clang-99 " "zsh: the command to run"
both "one option" "--json " hardcc explain --j
both "an option behind an operand" "--format " hardcc profiles export --f
both "one behind a file" "--strict " hardcc verify app --st
both "none of ours behind a command" "" hardcc run make --prof
is "$(in_bash env HARDCC_PROFILE = openssf-s)" "openssf-strict " "bash: a profile behind HARDCC_PROFILE="
is "$(in_bash env HARDCC_PROFILE = openssf,te)" "openssf,team " "bash: a second one there, a user's"
is "$(in_bash env HARDCC_PROFILE = | tr ' ' '\n' | grep -cx openssf)" 1 "bash: an empty list"
is "$(in_bash env OTHER = op)" "" "bash: the rest of env is left alone"
is "$(cat err)" "" "bash: nothing on stderr"

done_testing
