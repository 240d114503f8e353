#ifdef __cplusplus
extern "C" {
#endif
int words(const char *text); /* how many words, or -1 for a text without one */
#ifdef __cplusplus
}
#endif
