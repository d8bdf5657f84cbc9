/* Loops, short circuits and a static function; the arguments choose the paths. */
#include <stdio.h>
#include <stdlib.h>

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

int collatz(unsigned long value)
{
    int steps = 0;
    while (value > 1 && steps < 1000) {
        value = value % 2 ? 3 * value + 1 : value / 2;
        steps++;
    }
    return steps;
}

int gcd(int a, int b)
{
    if (a < 0 || b < 0) {
        return -1;
    }
    for (; b; ) {
        int rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

int never_called(int a)
{
    if (a && a != 7)
        return 1;
    return 0;
}

int main(int argc, char **argv)
{
    long sum = 0;
    for (int i = 1; i < argc; i++) {
        int value = atoi(argv[i]);
        sum += clamp(collatz((unsigned long)(value < 0 ? -value : value)), 0, 100);
        sum += gcd(value, 36);
    }
    printf("%ld\n", sum);
    return 0;
}
