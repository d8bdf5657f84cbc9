// Templates and inline functions that several translation units instantiate.
#include "templates.h"
#include <cstdlib>

int main(int argc, char **argv)
{
    int values[] = {3, 1, argc};
    int sum = largest(values, 3) + Power<5>::of(2);
    for (int i = 1; i < argc; i++)
        sum += from_first(std::atoi(argv[i])) + from_second(i) + shared_inline(i) + per_unit(i);
    return sum == 424242;
}
