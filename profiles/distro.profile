# distro.profile - this machine's distribution, as make install or hardcc doctor --prime found it; built in: nothing
#
# What they write into the file that stands for it:
#: # distro.profile - this machine's distribution, by /etc/os-release
#: include DISTRO
# an error where it is not asked for would end builds that end well without us
#: format off because it is an error, and code that is not the distribution's may not be made for it: name +format, or the distribution's profile
