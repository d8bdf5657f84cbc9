// Decisions of several conditions, in macros and nested.
#include <cstdlib>

#define ALL(a, b, c) ((a) && (b) && (c))
#define EITHER(a, b) ((a) || ALL(b, a, b))

static int decide(int a, int b, int c)
{
    int n = 0;
    if (a && (b || c)) n++;
    if ((a && b) || (b && c) || !a) n++;
    bool d = a && !b && ALL(c, a, b > 1);
    n += EITHER(a > 2, c) ? 1 : 2;
    while (n < 4 && (a || c)) n++;
    return d ? n : a && (true || c) ? 1 : 0;
}

template <int N> static bool between(int x) { return x > N && (x < N + 3 || x == 9); }

int main(int argc, char **argv)
{
    int n = 0;
    for (int i = 3; i < argc; i++) {
        n += decide(std::atoi(argv[i - 2]), std::atoi(argv[i - 1]), std::atoi(argv[i]));
        n += between<1>(n) + between<2>(i);
    }
    return n < 0;
}
