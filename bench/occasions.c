/* occasions.c - an occasion for each feature of a compile: scripts/compilers looks whether the object becomes another. */
#include <stddef.h>
#include <string.h>

struct flexible {
	int n;
	char tail[4];
};
union padded {
	char first;
	long long all[4];
};

void use(void *where);
int ask(void);

/* fortify, stackprotectorstrong */
void
copy(const char *from)
{
	char to[8];

	strcpy(to, from);
	use(to);
}

/* stackclash */
void
large(void)
{
	char frame[100000];

	use(frame);
}

/* trivial-auto-var-init */
void
uninitialised(void)
{
	int value[4];

	use(value);
}

/* no-delete-null-pointer-checks */
int
null_checked(int *p)
{
	int value = *p;

	return p ? value : ask();
}

/* no-strict-overflow */
int
overflows(int a)
{
	return a + 1 > a;
}

/* no-strict-aliasing */
int
aliases(int *i, short *s)
{
	*i = 1;
	*s = 2;
	return *i;
}

/* strict-flex-arrays */
size_t
flexible(struct flexible *f)
{
	return __builtin_object_size(f->tail, 1);
}

/* zero-init-padding-bits */
void
padded(void)
{
	union padded u = {0};

	use(&u);
}

static void
leave(int *value)
{
	use(value);
}

/* exceptions */
int
cleaned(void)
{
	__attribute__((cleanup(leave))) int value = 1;

	return ask();
}

/* ubsan-trap */
int
shifted(int a, int n)
{
	return a << n;
}
