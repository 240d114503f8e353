# embed.awk - profiles/*.profile as C strings, comments and all: one parser reads them, there are no tables.
FNR == 1 {
	if (NR > 1)
		print "\t},"
	else
		print "#include \"profile/policy.h\"\n\nconst struct embedded embedded[] = {"
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.profile$/, "", name)
	printf "\t{\n\t\t\"%s\",\n", name
}
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "\t\t\"%s\\n\"\n", $0
}
END {
	print "\t},\n};\nconst size_t nembedded = sizeof embedded / sizeof embedded[0];"
}
