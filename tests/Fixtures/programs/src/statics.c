#include <stdlib.h>

int from_one(int value);
int from_two(int value);

static int helper(int value)
{
    return value + 1;
}

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i < argc; i++)
        sum += helper(from_one(atoi(argv[i]))) + from_two(i);
    return sum == 424242;
}
