/* Which profile stands for a distribution, by its os-release. */
#include "profile/distro.h"
#include "tap.h"

int
main(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nID=debian\n", "debian"},
		{"PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nVERSION_ID=\"12\"\nID=debian\n", "debian-12"},
		{"VERSION_ID=13\nID=debian\n", "debian"},
		{"VERSION_ID=12\nID=raspbian\nID_LIKE=debian\n", "debian"},
		{"VERSION_ID=strict\nID=openssf\n", ""},
		{"NAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\nID=ubuntu\nID_LIKE=debian\n", "ubuntu"},
		{"NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "ubuntu"},
		{"ID=raspbian\nID_LIKE=debian\n", "debian"},
		{"NAME=\"Fedora Linux\"\nID=fedora\n", "fedora"},
		{"ID=\"rhel\"\nID_LIKE=\"fedora\"\n", "fedora"},
		{"ID='centos'\nID_LIKE='rhel fedora'\n", "fedora"},
		{"ID=wolfi\n", "wolfi"},
		{"ID=chainguard\nID_LIKE=\"wolfi\"\n", "wolfi"},
		{"ID=arch\n", "arch"},
		{"ID=manjaro\nID_LIKE=arch\n", "arch"},
		{"ID=openssf\nID_LIKE=none\n", ""},
		{"ID=alpine\nVERSION_ID=3.20\n", "alpine"},
		{"ID=\"postmarketos\"\nID_LIKE=\"alpine\"\n", "alpine"},
		{"ID=nixos\nID_LIKE=\"\"\n", "nixos"},
		{"ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n", "opensuse"},
		{"ID=gentoo\n", ""},
		{"ID=debian", "debian"},
		{"ID_LIKE=debian\n", "debian"},
		{"#ID=fedora\nVARIANT_ID=fedora\nID=none\n", ""},
		{"ID=openssf-strict\nID_LIKE=../etc/x\n", ""},
		{"ID=\"debian\n", ""},
		{"ID=\n", ""},
		{"", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is(distro_of(str_of(rows[i].text)), str_of(rows[i].want), str_of(rows[i].text));
	return done_testing();
}
