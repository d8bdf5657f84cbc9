// A second unit that instantiates some of the same templates.
#include "shapes.h"

int second_unit(int x)
{
    Box<int> box(x + 1);
    return box.twice() + box.mix(2) + (int)Box<float>(2.0f).twice() + count_if(std::vector<int>{x}, [](int y) { return y > 1; }) + (x == 4 ? 0 : checked(x));
}
