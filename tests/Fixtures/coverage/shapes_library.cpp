// A shared object that instantiates some of the same templates as the program.
#include "shapes.h"

int library(int x)
{
    return Box<int>(x).twice() + (x > 3 ? Box<long>(x).mix(2L) : (x == 4 ? 0 : used_in_one_unit(x)));
}
