// The program that uses both shared objects.
#include "templates.h"
#include <cstdlib>

extern "C" int plugin_first(int value);
extern "C" int plugin_second(int value);

int main(int argc, char **argv)
{
    int sum = shared_inline(argc);
    for (int i = 1; i < argc; i++)
        sum += i & 1 ? plugin_first(std::atoi(argv[i])) : plugin_second(std::atoi(argv[i]));
    return sum == 424242;
}
