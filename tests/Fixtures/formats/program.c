/* A program whose arguments decide what runs: loops, switches, conditions of several parts, a function that never runs. */
#include <stdio.h>
#include <stdlib.h>

static int pick(int a, int b, int c) { return (a && b) || c ? 1 : 2; }

static int weigh(int kind)
{
    switch (kind) {
    case 0: return 1;
    case 1: return 10;
    case 2: return 100;
    default: return -1;
    }
}

int never(int x) { return x ? x * 2 : 0; }

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i < argc; i++) {
        int n = atoi(argv[i]);
        sum += weigh(n % 4) + pick(n & 1, n & 2, n & 4);
        for (int k = 0; k < n; k++)
            sum += k % 3 == 0 ? 1 : 0;
    }
    printf("%d\n", sum);
    return 0;
}
