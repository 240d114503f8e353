# distro.profile - this machine's distribution, as make install or hardcc doctor --prime found it; built in: nothing
