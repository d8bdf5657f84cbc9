// A shared object; helper() has the same name as in the other one and another structure.
#include "templates.h"

__attribute__((visibility("hidden"))) int helper(int value)
{
    if (value > 4)
        return value - 4;
    return value;
}

extern "C" int plugin_first(int value)
{
    return helper(value) + shared_inline(value) + Power<2>::of(value);
}
