/* One program in several versions: the same names with other structures, hence other hashes and other numbers of counters. */
#include <stdlib.h>

int work(int value)
{
#if VERSION >= 2
    if (value > 3)
        value--;
#endif
#if VERSION >= 3
    for (int i = 0; i < value; i++)
        value -= i & 1;
#endif
#if VERSION >= 4
    while (value > 100)
        value /= 2;
#endif
#if VERSION >= 5
    value += value > 5 && value < 9;
#endif
#if VERSION >= 6
    switch (value) {
    case 1: return 2;
    case 2: return 3;
    default: break;
    }
#endif
    return value;
}

int unchanged(int value)
{
    return value ? value : 1;
}

#if VERSION % 2
static int odd_only(int value)
{
    return value > VERSION ? 1 : 0;
}
#endif

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i < argc; i++)
        sum += work(atoi(argv[i])) + unchanged(i);
#if VERSION % 2
    sum += odd_only(sum);
#endif
#if VERSION > 4
    if (sum == 3)
        sum++;
#endif
    return sum == 424242;
}
