// Under which mode libc++ would compile, if this is a libc++ that knows modes.
#define STRING(x) #x
#define TEXT(x) STRING(x)

extern const char mode[];
const char mode[] = "mode " TEXT(_LIBCPP_HARDENING_MODE);
