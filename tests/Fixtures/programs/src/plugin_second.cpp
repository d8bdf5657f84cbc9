// The other shared object.
#include "templates.h"

__attribute__((visibility("hidden"))) int helper(int value)
{
    int sum = 0;
    for (int i = 0; i < value; i++)
        sum += i % 2 && i % 3 ? i : 1;
    return sum;
}

extern "C" int plugin_second(int value)
{
    return helper(value) + shared_inline(value) + Power<3>::of(value);
}
