/* Any standard of C, and no header. */
int old(int n);

int
old(int n)
{
	char text[32];
	int i;

	for (i = 0; i < 32; i++)
		text[i] = (char)n;
	return text[n & 31];
}
