/* Conditions for MC/DC: and, or, not, nesting, macros, six conditions, a decision in a call's argument. */
#include <stdlib.h>

#define ANY(a, b) ((a) || (b))

static int two(int a, int b) { return a && b; }
static int three(int a, int b, int c) { return (a && b) || c; }
static int four(int a, int b, int c, int d) { return (a || b) && (c || !d) ? 1 : 2; }

static int six(int a, int b, int c)
{
    if ((a > 0 && b > 0) || (b > 1 && !(c > 0)) || (a < -3 && c < -3))
        return 1;
    while (a > 0 && (b > 0 || c > 0))
        a--;
    return 0;
}

static int with_macro(int a, int b, int c)
{
    return ANY(a, ANY(b, c)) && a != b;
}

static int in_argument(int a, int b)
{
    return two(a && b, a || (b && two(b, a || b)));
}

static int single(int a) { return a ? 1 : 0; }

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i + 2 < argc; i += 3) {
        int a = atoi(argv[i]), b = atoi(argv[i + 1]), c = atoi(argv[i + 2]);
        sum += two(a, b) + three(a, b, c) + four(a, b, c, a + b) + six(a, b, c) + with_macro(a, b, c) + in_argument(a, c) + single(b);
    }
    return sum == 424242;
}
