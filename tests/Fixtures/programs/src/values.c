/* Function pointers and memory operations with sizes that vary. */
#include <stdlib.h>
#include <string.h>

typedef int (*operation)(int, int);

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
int multiply(int a, int b) { return a * b; }
int larger(int a, int b) { return a > b ? a : b; }

static operation const operations[] = {add, subtract, multiply, larger};

__attribute__((noinline)) static int apply(operation op, int a, int b)
{
    return op(a, b);
}

__attribute__((noinline)) static void copy(char *to, const char *from, size_t size)
{
    memcpy(to, from, size);
    if (size > 4)
        memset(to, 1, size / 2);
}

__attribute__((noinline)) static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

int main(int argc, char **argv)
{
    static char from[2048], to[2048];
    int sum = 0, seed = argc > 1 ? atoi(argv[1]) : 1, numbers[32];
    for (int i = 0; i < 200; i++) {
        sum += apply(operations[(i * seed) % 4], i, seed);
        copy(to, from, (size_t)((i * seed * 7) % 1100));
        numbers[i % 32] = (i * seed) % 61;
    }
    qsort(numbers, 32, sizeof numbers[0], compare);
    operation external = (operation)(void *)abs;
    if (argc > 2)
        for (int i = 0; i < 3; i++)
            sum += apply(external, sum, 0);
    return sum == 424242;
}
