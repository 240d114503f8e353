# embed.awk - profiles/features, then profiles/*.profile, as C strings, comments and all: one parser reads them, there are no tables.
FNR == 1 {
	files++
	if (files == 1)
		print "#include \"profile/policy.h\"\n\nconst char catalogue[] ="
	else if (files == 2)
		print "\t;\n\nconst struct embedded embedded[] = {"
	else
		print "\t},"
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.profile$/, "", name)
	if (files > 1)
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
