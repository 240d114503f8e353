#!/bin/sh
# scripts/current: what is newer than what the tree remembers is named, and what could not be asked; nothing is fetched here.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"

# --- who is asked: each answers with a file of ours, or fails where there is none
mkdir "$T/bin" "$T/answers"
cd "$T" || exit 99
cat >bin/go <<'END'
#!/bin/sh
cat answers/go 2>/dev/null || { echo "go: no such host" >&2; exit 1; }
END
sed -i "s|answers|$T/answers|" bin/go
cat >bin/apt-get <<'END'
#!/bin/sh
. /etc/os-release
echo "Debian http://mirror.example ${VERSION_CODENAME:-} main"
echo "Other http://other.example ${VERSION_CODENAME:-} main"
END
cat >bin/apt-helper <<END
#!/bin/sh
case \$2 in
http://mirror.example/dists/sid/main/binary-*/Packages.xz) test -f "$T/answers/packages" && xz -c "$T/answers/packages" >"\$3" ;;
https://*Hardening-Guide*) cp "$T/answers/guide" "\$3" 2>/dev/null ;;
*) false ;;
esac || { echo "E: Could not resolve" >&2; exit 1; }
END
printf '#!/bin/sh\necho amd64\n' >bin/dpkg
chmod +x bin/*
current() {
	PATH=$T/bin:$PATH "$srcdir/scripts/current" "$@" >out 2>err
}
answer_go() { # VERSION...
	echo "golang.org/toolchain v0.0.1-go1.2.linux-arm64 $(printf 'v0.0.1-go%s.linux-amd64 ' "$@")" >answers/go
}
answer_debian() { # PACKAGE VERSION...
	while [ $# -gt 0 ]; do
		printf 'Package: %s\nArchitecture: amd64\nVersion: %s\n\n' "$1" "$2"
		shift 2
	done >answers/packages
}
answer_guide() { # DATE
	printf '# Guide\n\n*by the OpenSSF, %s*\n\nIn 2099-01-01\n' "$1" >answers/guide
}
answer_old() {
	answer_go 1.4.3 1.5.1 1.5.2
	answer_debian dpkg 1.1.0 gcc-4 4.1.0-1 clang-3 1:3.1.0-1
	answer_guide 2001-01-01
}
ends() { # their last words
	sed -n 's/^\([A-Za-z]*\) .*, \([A-Z ]*\)$/\1 \2/p' out | tr '\n' ' '
}

answer_old
current
is "$? $(cat err) $(ends)" "0  " "nothing newer: status 0"
is "$(awk '{ print $1 }' out | tr '\n' ' ')" "Go gcc clang dpkg guide " "a line for each"
is "$(grep -cE 'here [0-9][0-9.-]* ' out)" 5 "what the tree remembers is found in its place"
here() { # WHAT
	sed -n "s/^$1 .* here \([^ ]*\) .*/\1/p" out
}
go=$(here Go) gcc=$(here gcc) clang=$(here clang) dpkg=$(here dpkg) guide=$(here guide)

answer_go 1.5.2 "$go.99"
answer_debian dpkg "$dpkg" "gcc-$gcc" "$gcc.3.0-1" "clang-$clang" "1:$clang.1.8-2" "clang-format-99" 99.1.0-1 gcc-99-base 99.1.0-1
answer_guide "$guide"
current
is "$? $(ends)" "0 " "the same: status 0"
answer_debian dpkg "$dpkg" gcc-98 98-20260101-1 gcc-99 99.0.1-1 clang-98 1:98.1.0~rc1-1 clang-99 '1:99~++20260101-1'
current
is "$? $(ends)" "2 gcc NOT ASKED clang NOT ASKED " "a snapshot or a candidate is no compiler"
answer_old
answer_go 1.5.2 1.99.0
current
is "$? $(ends)" "1 Go BEHIND " "a newer Go: status 1"
answer_old
answer_debian dpkg 99.1 gcc-9 9.1.0-1 gcc-99 99.1.0-1+b1 gcc-10 10.1.0-1 clang-3 1:3.1.0-1
current
is "$? $(ends) $(sed -n 's/^gcc *newest \([0-9]*\) .*/\1/p' out)" "1 gcc BEHIND dpkg BEHIND  99" "newer packages"
answer_old
answer_guide 2098-12-31
current
is "$? $(ends)" "1 guide BEHIND " "a newer guide"
answer_old
printf '# Guide\n*2098-12-31*\n' >mine.md
current mine.md
is "$? $(ends)" "1 guide BEHIND " "one that is given"

answer_old
rm answers/go
current
is "$? $(ends) $(cat err)" "2 Go NOT ASKED  current: go: no such host" "what could not be asked is said: status 2"
answer_old
rm answers/packages answers/guide
current
is "$? $(ends)" "2 gcc NOT ASKED clang NOT ASKED dpkg NOT ASKED guide NOT ASKED " "no network"
answer_go 1.99.0
current
is "$?" 1 "one that is behind is stronger"
current none.md
is "$? $(cat err)" "2 current: none.md: cannot be read" "a file that is not there"

done_testing
