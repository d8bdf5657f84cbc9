// Text that is easy to attribute wrongly: several statements on a line, comments between them, blank lines, long lines, tabs, UTF-8.
#include <cstdlib>

static int one_line(int a) { if (a) return 1; else if (a < 0) return 2; return a ? 3 : 4; }

static int spread(int a,

                  int b)

{

    // äöü – a comment
    if (a

        && b /* in between */

    )

    {
		a++;	// tabs

    }
    else

        b--;

    return a

        ? b

        : a;
}

static int stairs(int a) { for (int i = 0; i < a; i++) { if (i & 1) { a--; } else { while (a > 10) { a /= 2; } } } return a; }

struct Members { int a = 1; int get() const { return a ? a : 2; } Members() {} Members(int value) : a(value > 3 ? value : 3) {} ~Members() { a = 0; } };

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i < argc; i++) { int a = std::atoi(argv[i]); sum += one_line(a) + spread(a, i) + stairs(a) + Members(a).get() + Members().get(); }
    return sum == 424242 ? 1 : 0;
}
