#include "shapes.h"
#include <cstdlib>

int main(int argc, char **argv)
{
    int sum = 0, seed = argc > 1 ? std::atoi(argv[1]) : 1;
    for (int i = 0; i < 40; i++) {
        Shape *shape = make_shape(i * seed + (i > 30), i % 7);
        sum += measure(*shape);
        delete shape;
    }
    return sum == 424242;
}
