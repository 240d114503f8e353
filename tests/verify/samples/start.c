/* No C library at all. */
void
_start(void)
{
	for (;;)
		;
}
