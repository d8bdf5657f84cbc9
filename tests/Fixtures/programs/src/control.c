/* Every statement that moves control: switch with fall-through, goto, nested loops, constant conditions, code that nothing reaches. */
#include <stdlib.h>

static int empty(void) { return 0; }

static void nothing(void)
{
}

int classify(int value)
{
    int result = 0;
    switch (value) {
    case 0:
        result = 1;
        /* falls through */
    case 1:
    case 2:
        result += 2;
        break;
    case 3: {
        result = 4;
        goto done;
    }
    case 4 ... 9:
        if (value == 7)
            return 7;
    default:
        result--;
    }
    result *= 2;
done:
    return result;
}

int loops(int count)
{
    int sum = 0, i = 0;
again:
    do {
        for (int j = 0; j < i; j++) {
            if (j == 2)
                continue;
            if (j > 4)
                break;
            sum += j;
        }
    } while (++i < count);
    if (sum < 5 && i++ < 3)
        goto again;
    return sum;
}

int constants(int value)
{
    if (1)
        value++;
    if (0) {
        value = -1;
    }
    while (0)
        value--;
    if (sizeof(int) == 4 || value)
        value += 2;
    for (;;) {
        if (value > 3)
            break;
        value++;
    }
    return value ? (value, 1) : 0;
}

int unreachable(int value)
{
    if (value)
        return 1;
    else
        return 2;
    value = 3;
    return value;
}

int jump(int value)
{
    static void *const targets[] = {&&first, &&second, &&third};
    goto *targets[value % 3];
first:
    value += 10;
second:
    value += 100;
third:
    return value;
}

__attribute__((noreturn)) static void leave(int code)
{
    exit(code);
}

int main(int argc, char **argv)
{
    int total = empty();
    nothing();
    for (int i = 1; i < argc; i++) {
        int value = atoi(argv[i]);
        total += classify(value) + loops(value) + constants(value) + unreachable(value) + jump(value & 7);
    }
    if (argc > 4)
        leave(total == -12345);
    return 0;
}
