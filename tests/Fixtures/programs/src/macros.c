/* Macros inside macros, functions made by macros, an #include inside a function, #line. */
#include <stdlib.h>
#include "macros.h"

DEFINE(twice, x * 2)
DEFINE(JOIN(thr, ice), PICK(x == 3, 9, x * 3))

int nested(int x)
{
    int y = NEST(x) + PICK(NEST(x + 1), NEST(x - 1), 0) EMPTY;
    RETURN_IF(BOTH(y, PICK(x, y > 1, 0)), y);
    return y;
}

int included(int value)
{
#define SCALE 3
#include "body.inc"
#undef SCALE
#define SCALE (value ? 4 : 5)
#include "body.inc"
    return value;
}

#line 100 "elsewhere.y"
int renamed(int value)
{
    return value > 1 ? value : PICK(value, 1, 2);
}
#line 30 "macros.c"

#if 0
int left_out(void) { return 1; }
#endif

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i < argc; i++) {
        int x = atoi(argv[i]);
        sum += twice(x) + thrice(x) + nested(x) + included(x) + renamed(x);
#ifdef NEVER
        sum++;
#endif
    }
    return sum == 424242;
}
