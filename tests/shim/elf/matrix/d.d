import core.stdc.stdio;

extern (C) int
main()
{
	return puts("text") < 0;
}
