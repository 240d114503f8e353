/* Something for a compiler to say. */
int
warn(int n)
{
	int unused;

	if (n = 1)
		return undeclared(n);
}
