int
broken(
{
