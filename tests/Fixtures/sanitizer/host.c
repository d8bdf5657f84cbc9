/* A program that is instrumented itself, and linked to libmemcov. Prints what memcov's interface says, the same on every system. */
#include "../../../src/CovTools.Runtime/libmemcov/memcov.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int s_sink; /* keeps calls from being optimized away */

__attribute__((noinline)) int choose(int n)
{
    if (n == 1) {
        return 5;
    }
    if (n == 2) {
        s_sink = 7;
    } else {
        s_sink = n * 3;
    }
    return s_sink;
}

__attribute__((no_sanitize("coverage"))) static void say(const char *what)
{
    unsigned bits = 0, total = mcov_get_total();
    char *map = calloc(1, total);
    mcov_copy_hitmap(map);
    for (unsigned i = 0; i < total; i++) {
        bits += (unsigned)__builtin_popcount((unsigned char)map[i]);
    }
    printf("%s: %u of %u, map %u, %s\n", what, mcov_get_now(), total, bits, mcov_last_error());
    fflush(stdout);
    free(map);
}

__attribute__((no_sanitize("coverage"))) int main(void)
{
    size_t size;
    say("start");
    s_sink = choose(1);
    say("one");
    mcov_push_coverage();
    s_sink = choose(2);
    say("pushed");
    mcov_pop_coverage();
    say("popped");
    uint8_t *data = serialize_mem_coverage(&size);
    uint8_t *copy = malloc(size);
    memcpy(copy, data, size);
    mcov_reset();
    say("reset");
    deserialize_mem_coverage(copy, size);
    say("back");
    fflush(stdout);
    if (fork() == 0) {
        mcov_reset();
        s_sink = choose(3);
        say("child");
        _exit(0);
    }
    wait(NULL);
    say("parent");
    return 0;
}
