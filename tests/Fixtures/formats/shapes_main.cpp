#include "shapes.h"
#include <cstdio>
#include <cstdlib>

int main(int argc, char **argv)
{
    double half = 0;
    for (int i = 1; i < argc; i++) {
        int n = std::atoi(argv[i]);
        std::printf("%d\n", run_shapes(n));
        half = clamp_to(half + n / 2.0, 0.0, 5.0);
    }
    std::printf("%.1f\n", half);
    return 0;
}
