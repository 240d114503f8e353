const char *greeting(const char *name);
int through_go(int n);
