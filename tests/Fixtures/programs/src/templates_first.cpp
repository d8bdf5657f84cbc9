#include "templates.h"

int from_first(int value)
{
    double values[] = {1.5, double(value)};
    Pair<int> pair(value, 2);
    Pair<long, char> other(3, 2);
    return int(largest(values, 2)) + pair.same(other) + shared_inline(value) + per_unit(value + 1);
}
