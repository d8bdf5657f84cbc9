/* An instrumented library that the program is linked to. */
#include <stdint.h>

int shared_value = 1; /* beside the counters, see shared_value_is_beside_counters */

extern char __start___llvm_prf_cnts[] __attribute__((visibility("hidden")));

int shared_value_is_beside_counters(void)
{
    return (uintptr_t)&shared_value / 4096 == (uintptr_t)__start___llvm_prf_cnts / 4096;
}

int shared_work(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        sum += (i & 1) && (i & 2) ? i : -i;
    }
    return sum;
}
