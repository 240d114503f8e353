int label(const char *name); /* how many letters it has */
