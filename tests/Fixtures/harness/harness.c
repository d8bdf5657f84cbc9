/* Reads a file as fuzzers' harnesses do. The first byte says what becomes of it: each letter has a function of its own, so that coverage tells which ran. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int sum(const unsigned char *data, size_t size)
{
    int total = 0;
    for (size_t index = 0; index < size; index++) {
        total += data[index] % 2 ? data[index] : 1;
    }
    return total;
}

static void crash(const unsigned char *data, size_t size)
{
    volatile int *nowhere = NULL;
    if (sum(data, size) > 0) {
        *nowhere = 1;
    }
}

static void give_up(void)
{
    fprintf(stderr, "unexpected input\n");
    abort();
}

static void hang(void)
{
    for (volatile unsigned long turns = 0;; turns++) {
    }
}

static int never(int value)
{
    return value > 3 ? value * 2 : value;
}

int main(int count, char **arguments)
{
    static unsigned char data[4096];
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!file) {
        return 64;
    }
    size_t size = fread(data, 1, sizeof data, file);
    fclose(file);
    switch (size ? data[0] : 0) {
    case 'c':
        crash(data, size);
        break;
    case 'a':
        give_up();
        break;
    case 'h':
        hang();
        break;
    case 'e':
        return 3;
    case 'n':
        return never(sum(data, size) - 1000000);
    default:
        printf("%d\n", sum(data, size));
    }
    return 0;
}
