#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "cmd/cmd.h"
#include "profile/policy.h"

static const char beginning[] =
    "# hardcc.profile - how the C and C++ of this project is hardened\n"
    "#\n"
    "# The lines below come on top of HARDCC_PROFILE's default. `hardcc features`\n"
    "# lists the features, `hardcc profiles check` checks this file, and\n"
    "# hardcc.profile(5) describes the language. Remove the # to use a line.\n"
    "\n"
    "# more features, where the compiler has them\n"
    "#strict-flex-arrays use\n"
    "#zero-call-used-regs use\n"
    "#include openssf-strict\n"
    "\n"
    "# required: a compiler or machine that cannot have it fails the build, unless\n"
    "# the line says for which it is, as in: stackclash require if x86_64\n"
    "#stackprotectorstrong require\n"
    "#fortify require 3\n"
    "\n"
    "# a flag that must not be used here\n"
    "#fastmath deny -ffast-math because results must not depend on the compiler\n"
    "\n"
    "# Exceptions and flags of your own weaken or change the build, so they need\n"
    "# --trust-project; without it they are listed and ignored.\n"
    "#bindnow off if link package example.com/agent because dlopens, until 2027-06-30\n"
    "#ndebug add -DNDEBUG if compile c cxx unless -UNDEBUG\n";

int
cmd_init(const struct invocation *in)
{
	int fd = open(PROJECT_PROFILE, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	bool done;

	(void)in;
	if (fd < 0 && errno == EEXIST) {
		complain("init: " PROJECT_PROFILE " is there already; it stays as it is");
		return EXIT_DENIED;
	}
	if (fd < 0)
		fatal(EXIT_OURS, "cannot write " PROJECT_PROFILE ":");
	done = write_limited(fd, str_of(beginning));
	if (close(fd) != 0 || !done) {
		int error = errno;

		unlink(PROJECT_PROFILE);
		errno = error;
		fatal(EXIT_OURS, "cannot write " PROJECT_PROFILE ":");
	}
	print(STR(PROJECT_PROFILE ": written; hardcc profiles check reads it\n"));
	return 0;
}
