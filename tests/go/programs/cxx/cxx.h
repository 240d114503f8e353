#ifdef __cplusplus
extern "C"
#endif
int parse(const char *text);
