/* Nothing to protect. */
int
main(void)
{
	return 0;
}
