/* What does not go into a log. */
#include "command/secret.h"

#include "tap.h"

/* Wherever in a word it stands, and however much stands around it: words are read in pieces of sixteen bytes. */
static void
places(const char *hides, const char *shows)
{
	char text[128], want[128];
	bool found = true;

	for (size_t before = 0; before < 40; before++)
		for (size_t behind = 0; behind < 40; behind++) {
			static const char x[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
			bool value = strcmp(shows, "_KEY=***") == 0; /* all behind it is hidden */

			snprintf(text, sizeof text, "%.*s%s%.*s", (int)before, x, hides, (int)behind, x);
			snprintf(want, sizeof want, "%.*s%s%.*s", (int)before, x, shows, value ? 0 : (int)behind, x);
			found = found && str_is_text(secret_hidden(str_of(text)), want);
		}
	ok(found, str_of(str_join(str_of(hides), STR(" is found at each place of a word"))));
}

int
main(void)
{
	static const char *const rows[][2] = {
		{"-DAPI_TOKEN=abc", "-DAPI_TOKEN=***"},
		{"-Dapi_token=abc=d,e f", "-Dapi_token=***"},
		{"-DMY_PASSWORD=\"x\"", "-DMY_PASSWORD=***"},
		{"-DdbPasswd=x", "-DdbPasswd=***"},
		{"-DAPIKEY=12", "-DAPIKEY=***"},
		{"-DMY_API_KEY_2=12", "-DMY_API_KEY_2=***"},
		{"-DPRIVATE_KEY=12", "-DPRIVATE_KEY=***"},
		{"-DAWS_ACCESS_KEY_ID=12", "-DAWS_ACCESS_KEY_ID=***"},
		{"-DENCRYPTION_KEY=12", "-DENCRYPTION_KEY=***"},
		{"-DHMAC_KEY=12", "-DHMAC_KEY=***"},
		{"-DauthKey=12", "-DauthKey=***"},
		{"-DDB_PASS=xy", "-DDB_PASS=***"},
		{"-DCREDENTIALS=12", "-DCREDENTIALS=***"},
		{"-DX_SECRET_Y=12", "-DX_SECRET_Y=***"},
		{"-DPASSPHRASE=12", "-DPASSPHRASE=***"},
		{"_KEY=x", "_KEY=***"},
		{"SECRET=xy", "SECRET=***"}, /* behind -D or -Xpreprocessor */
		{"--define-macro=TOKEN=k", "--define-macro=TOKEN=***"},
		{"-Wp,-DA=1,-DTOKEN=x,-DB=2,-DSECRET=y", "-Wp,-DA=1,-DTOKEN=***,-DB=2,-DSECRET=***"},
		{"-Wp,-D,TOKEN=x", "-Wp,-D,TOKEN=***"},
		{"the user says -DTOKEN=x", "the user says -DTOKEN=***"},
		{"-DTOKEN=abcdefghijklmnopqrstuvwxyz", "-DTOKEN=***"},
		{"-DTOKEN=a=1", "-DTOKEN=***"},
		{"-DABCDEFGHIJKL_TOKEN=x", "-DABCDEFGHIJKL_TOKEN=***"},
		{"-DABCDEFGHIJKLM_TOKEN=x", "-DABCDEFGHIJKLM_TOKEN=***"},
		{"-DABCDEFGHIJ_TOKEN=x", "-DABCDEFGHIJ_TOKEN=***"},
		/* passwords of URLs */
		{"https://me:pw@host/x", "https://me:***@host/x"},
		{"-DURL=\"https://me:pw@host/x?a=b\"", "-DURL=\"https://me:***@host/x?a=b\""},
		{"-Ihttps://me:pw@host", "-Ihttps://me:***@host"},
		{"-fplugin-arg-x-url=git+ssh://me:pw@host:22/", "-fplugin-arg-x-url=git+ssh://me:***@host:22/"},
		{"--repo=redis://:pw@host", "--repo=redis://:***@host"},
		{"@ftp://me:pw@host", "@ftp://me:***@host"},
		{"://:b@", "://:***@"},
		{"a://:b@", "a://:***@"},
		{"a://b:c@", "a://b:***@"},
		{"a://b:c@d", "a://b:***@d"},
		{"-DA=http://a:b@c,http://d:e@f http://g:h@i", "-DA=http://a:***@c,http://d:***@f http://g:***@i"},
		{"-DA=http://h:80,x@y", "-DA=http://h:***@y"}, /* rather too much */
		{"-Wp,-DA=http://a:b@c,-DB=http://d:e@f", "-Wp,-DA=http://a:***@c,-DB=http://d:***@f"},
		{"https://me:p@ss:w@rd@host", "https://me:***@host"},
		{"https://me:" "0123456789012345678901234567890123456789" "@host", "https://me:***@host"},
		{"https://h://me:pw@host", "https://h://me:***@host"},
		{"-DTOKEN=https://me:pw@host", "-DTOKEN=***"},
		{"-DAPI_TOKEN_URL=1 https://me:pw@host", "-DAPI_TOKEN_URL=***"},
		{"the user says -DURL=https://me:pw@host", "the user says -DURL=https://me:***@host"},
		/* not hidden */
		{"https://host:80/me@x", "https://host:80/me@x"},
		{"https://host:80?me@x", "https://host:80?me@x"},
		{"https://me@host:80/", "https://me@host:80/"},
		{"https://me:@host", "https://me:@host"},
		{"-DA=\"http://h:80\" -DB=\"x@y\"", "-DA=\"http://h:80\" -DB=\"x@y\""},
		{"me:pw@host:/path", "me:pw@host:/path"},
		{"dir//a:b@c", "dir//a:b@c"},
		{"://", "://"},
		{"@words", "@words"},
		{"-DUSE_TOKEN=1", "-DUSE_TOKEN=1"}, /* a switch */
		{"-Wp,-DUSE_TOKEN=1,-DTOKEN=x", "-Wp,-DUSE_TOKEN=1,-DTOKEN=***"},
		{"-DTOKEN", "-DTOKEN"},
		{"-DTOKEN=", "-DTOKEN="},
		{"-DTOKE=1", "-DTOKE=1"},
		{"-DKEYBOARD=xy", "-DKEYBOARD=xy"},
		{"-DUSE_KEY=1", "-DUSE_KEY=1"},
		{"-DA=TOKEN=12", "-DA=TOKEN=***"}, /* rather too much */
		{"-DLEVEL=secret", "-DLEVEL=secret"},
		{"-fmessage-length=0", "-fmessage-length=0"},
		{"-std=gnu99", "-std=gnu99"},
		{"-Iprivate=x", "-Iprivate=x"},
		{"=", "="},
		{"-D=", "-D="},
		{"", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is_text(secret_hidden(str_of(rows[i][0])), rows[i][1], rows[i][0]);
	places("_KEY=v", "_KEY=***");
	places("://:p@", "://:***@");
	return done_testing();
}
