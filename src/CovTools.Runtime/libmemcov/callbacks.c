/* What clang's -fsanitize-coverage calls (its documentation: SanitizerCoverage). Guards are the only ones with work to do at run time: each leads to a byte, and to the
 * address that it was first called from. A byte is set once, so the atomic steps around it cost nothing later. */
#include "internal.h"

struct covrt_guards memcov_guards;

static void first_time(uint8_t *hit, uint32_t guard, uint64_t caller)
{
    (void)__atomic_fetch_add(&memcov_guards.entered, 1, __ATOMIC_SEQ_CST);
    __atomic_store_n(&memcov_guards.callers[guard >> 16][guard & 0xffff], caller, __ATOMIC_RELAXED);
    if (__atomic_exchange_n(hit, 1, __ATOMIC_ACQ_REL) == 0) { /* only one of several threads */
        (void)__atomic_fetch_add(&memcov_guards.covered, 1, __ATOMIC_ACQ_REL);
    }
    (void)__atomic_fetch_add(&memcov_guards.left, 1, __ATOMIC_SEQ_CST);
}

EXPORT void __sanitizer_cov_trace_pc_guard(uint32_t *guard)
{
    uint32_t number = *guard;
    if (number == 0) {
        return; /* before its module announced it */
    }
    uint8_t *hit = memcov_guards.hits[number >> 16] + (number & 0xffff);
    if (__atomic_load_n(hit, __ATOMIC_RELAXED) == 0) {
        first_time(hit, number, (uint64_t)__builtin_return_address(0));
    }
}

static void announce(uint32_t kind, void *start, void *stop)
{
    int error = covrt_register(kind, start, stop, &memcov_guards);
    if (error != 0) {
        memcov_say("edges of a module are not counted", error);
    }
}

/* For each object file of a module with the same words. Without numbers, guards do nothing. */
EXPORT void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop)
{
    if (start < stop && *start == 0) {
        announce(COVRT_GUARDS, start, stop);
    }
}

EXPORT void __sanitizer_cov_8bit_counters_init(char *start, char *stop) { announce(COVRT_COUNTERS8, start, stop); }
EXPORT void __sanitizer_cov_bool_flag_init(char *start, char *stop) { announce(COVRT_FLAGS, start, stop); }

EXPORT void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *stop)
{
    int error = covrt_register_pcs(start, stop);
    if (error != 0) {
        memcov_say("source positions of a module are not known", error);
    }
}

EXPORT void __sanitizer_cov_reset(void) { covrt_reset_kinds(COVRT_EDGES); }

/* Modules that are built for a fuzzer call these too. */
EXPORT void __sanitizer_cov_trace_pc(void) {}
EXPORT void __sanitizer_cov_trace_pc_indir(uintptr_t callee) { (void)callee; }
EXPORT void __sanitizer_cov_trace_cmp1(uint8_t a, uint8_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_cmp2(uint16_t a, uint16_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_cmp4(uint32_t a, uint32_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_cmp8(uint64_t a, uint64_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_const_cmp1(uint8_t a, uint8_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_const_cmp2(uint16_t a, uint16_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_const_cmp4(uint32_t a, uint32_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_const_cmp8(uint64_t a, uint64_t b) { (void)a; (void)b; }
EXPORT void __sanitizer_cov_trace_switch(uint64_t value, uint64_t *cases) { (void)value; (void)cases; }
EXPORT void __sanitizer_cov_trace_div4(uint32_t value) { (void)value; }
EXPORT void __sanitizer_cov_trace_div8(uint64_t value) { (void)value; }
EXPORT void __sanitizer_cov_trace_gep(uintptr_t index) { (void)index; }
