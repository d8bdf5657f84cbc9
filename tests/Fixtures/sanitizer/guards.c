/* A library with exactly GUARDS edges: it calls what the compiler would. */
#include <pthread.h>
#include <stdint.h>

void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop);
void __sanitizer_cov_trace_pc_guard(uint32_t *guard);

static uint32_t s_guards[GUARDS];

/* As clang does it: once for each object file, always with the guards of the whole library. */
__attribute__((constructor)) static void start(void)
{
    __sanitizer_cov_trace_pc_guard_init(s_guards, s_guards + GUARDS);
    __sanitizer_cov_trace_pc_guard_init(s_guards, s_guards + GUARDS);
}

void hit(unsigned edge)
{
    __sanitizer_cov_trace_pc_guard(&s_guards[edge]);
}

static void *hit_all(void *unused)
{
    (void)unused;
    for (unsigned i = 0; i < GUARDS; i++) {
        hit(i);
    }
    return NULL;
}

/* All edges, each from every thread at about the same time. */
void hit_all_from_threads(int count)
{
    pthread_t threads[64];
    for (int i = 0; i < count; i++) {
        pthread_create(&threads[i], NULL, hit_all, NULL);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
}
