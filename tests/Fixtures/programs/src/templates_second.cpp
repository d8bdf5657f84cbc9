#include "templates.h"

namespace
{
int hidden(int value) { return value > 2 ? largest(&value, 1) : Power<3>::of(value); }
}

int from_second(int value)
{
    return hidden(value) + shared_inline(value * 7) + per_unit(value);
}
