void run_threads(int threads, int calls);
int netlink(void);
int root(double of);
