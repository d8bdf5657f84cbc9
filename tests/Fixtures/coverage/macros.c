// Macros in macros, an include inside a function, switches, goto, constant conditions, skipped text.
#include <stdio.h>
#include <stdlib.h>

#define EMPTY
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define CLAMP(x, low, high) MAX(low, -MAX(-(x), -(high)))
#define GUARD(condition) \
    do { \
        if (condition) \
            counter++; \
        else if ((condition) && counter > 3) { \
            counter--; \
        } \
    } while (0)
#define BOTH(x) GUARD((x) > 1); GUARD((x) > 2 && CLAMP(x, 0, 9) < 5)
#define DEFINE(name, op) static int name(int a, int b) { return (a op b) ? a : b; }
#define REPEAT4(x) x x x x

static int counter;

DEFINE(smaller, <) DEFINE(larger, >)
DEFINE(unused_operator, ==)

static int shared_name(int x) { return x ? x && counter : x || counter; }

int other_shared(int x);

static int switches(int x)
{
    switch (x) {
    case 0:
        counter++;
    case 1:
        counter++;
        break;
    case 2: case 3:
        if (x == 3) break;
        counter += 2;
        /* fall through */
    default:
        counter--;
    }
    switch (x & 3) {
    case 1: return 1;
    case 2: { counter++; } break;
    }
    return 0;
}

static int jumps(int x)
{
again:
    if (x > 5) {
        x -= 3;
        goto again;
    }
    for (int i = 0, j = 9; i < x && j; i++, j--) {
        if (i == 2) continue;
        if (i == 4) goto out;
        counter += i ? 1 : 2;
    }
    while (x-- > 0) if (x == 1) break; else counter++;
    do { counter++; } while (x++ < 0);
out:
    return x;
}

static int constants(int x)
{
    if (0) counter = 99;
    if (1) counter++; else counter--;
    if (sizeof(int) == 4 && x) counter++;
    while (0) { counter = 1; }
    for (;;) { if (x++ > 3 || 0) break; }
    return 1 ? x : 0;
}

static int included(int x)
{
    int result = 0;
#include "body.inc"
    if (x) {
#include "body.inc"
    }
    return result;
}

static int skipped(int x)
{
#if 0
    counter = 5;
#endif
    if (x) { EMPTY
#ifdef NOT_DEFINED
        counter = 6;
#else
        counter = 7;
#endif
    } EMPTY
    return EMPTY x EMPTY;
EMPTY }

static void empty(void) {}
static void empty_expansion(void) EMPTY { EMPTY }
static void many(int x) { REPEAT4(REPEAT4(GUARD(x);)) }
void never_called(int x) { if (x) REPEAT4(counter++;) }
static inline int unused_inline(int x) { return x && 1; }

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        int x = atoi(argv[i]);
        BOTH(x);
        counter += switches(x) + jumps(x) + constants(x) + included(x) + skipped(x);
        counter += smaller(x, 2) + larger(x, 3) + shared_name(x) + other_shared(x);
        if (x > 7) exit(0);
        empty(); empty_expansion(); many(x);
    }
    return argc > 1 ? 0 : !!(counter = 0, 0);
}
