/* Loops over counters: by the compiler's vectors, compiled for what every machine has and for AVX2, chosen once. No ifunc: musl refuses it. What is
 * left behind the last whole block goes through a block on the stack. */
#include "loops.h"
#include "internal.h"

typedef uint64_t __attribute__((vector_size(32), aligned(1), may_alias)) words;
typedef uint8_t __attribute__((vector_size(32), aligned(1), may_alias)) bytes;

typedef void combine(uint8_t *into, const uint8_t *from, uint64_t size);

struct loops {
    uint64_t (*zero_words)(const uint8_t *at, const uint8_t *end);
    uint64_t (*zero_bytes)(const uint8_t *at, const uint8_t *end);
    combine *add_words, *subtract_words, *add_bytes, *subtract_bytes, *or_words, *zero_where_zero, *set_where_zero, *clear_where_set;
    uint64_t (*next_fresh_words)(const uint8_t *now, const uint8_t *before, uint64_t at, uint64_t end);
    uint64_t (*next_fresh_bytes)(const uint8_t *now, const uint8_t *before, uint64_t at, uint64_t end, uint8_t invert);
};

#define VARIANT plain
#define TARGET
#include "loops.inc"
#undef VARIANT
#undef TARGET

#if defined(__x86_64__)
#define VARIANT avx2
#define TARGET __attribute__((target("avx2")))
#include "loops.inc"

/* AVX2 of the processor, and the system saves its registers (Intel's manual, volume 1, section 14.7.1). */
static int has_avx2(void)
{
    uint32_t a = 0, b, c = 0, d, low, high;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    if (a < 7) {
        return 0;
    }
    a = 1;
    c = 0;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    if ((c & (1u << 27)) == 0) {
        return 0;
    }
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    a = 7;
    c = 0;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (low & 6) == 6 && (b & (1u << 5)) != 0;
}
#endif

static const struct loops *loops(void)
{
#if defined(__x86_64__)
    static const struct loops *s_chosen;
    const struct loops *chosen = __atomic_load_n(&s_chosen, __ATOMIC_RELAXED);
    if (chosen == NULL) {
        chosen = has_avx2() ? &loops_avx2 : &loops_plain;
        __atomic_store_n(&s_chosen, chosen, __ATOMIC_RELAXED);
    }
    return chosen;
#else
    return &loops_plain;
#endif
}

static uint64_t whole(uint64_t size)
{
    return size & ~(uint64_t)(LOOP_BLOCK - 1);
}

uint64_t loop_count(enum shape shape, const void *values, uint64_t size)
{
    const uint8_t *at = values;
    uint64_t all = whole(size), width = shape == SHAPE_COUNT64 ? 8 : 1;
    uint8_t rest[LOOP_BLOCK];
    uint64_t (*zero)(const uint8_t *, const uint8_t *) = width == 8 ? loops()->zero_words : loops()->zero_bytes;
    uint64_t zeros = zero(at, at + all);
    if (all != size) {
        memset(rest, 1, sizeof(rest));
        memcpy(rest, at + all, size - all);
        zeros += zero(rest, rest + sizeof(rest));
    }
    return shape == SHAPE_ZERO8 ? zeros : size / width - zeros;
}

static void apply(combine *act, uint8_t *into, const uint8_t *from, uint64_t size)
{
    uint64_t all = whole(size);
    uint8_t left[LOOP_BLOCK] = {0}, right[LOOP_BLOCK] = {0};
    act(into, from, all);
    if (all != size) {
        memcpy(left, into + all, size - all);
        memcpy(right, from + all, size - all);
        act(left, right, sizeof(left));
        memcpy(into + all, left, size - all);
    }
}

void loop_merge(enum shape shape, void *into, const void *from, uint64_t size)
{
    const struct loops *chosen = loops();
    combine *const acts[] = {chosen->add_words, chosen->zero_where_zero, chosen->add_bytes, chosen->or_words, chosen->or_words};
    apply(acts[shape], into, from, size);
}

static void clear_bits(uint8_t *from, const uint8_t *what, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++) {
        from[i] &= (uint8_t)~what[i];
    }
}

void loop_subtract(enum shape shape, void *from, const void *what, uint64_t size)
{
    const struct loops *chosen = loops();
    combine *const acts[] = {chosen->subtract_words, chosen->set_where_zero, chosen->subtract_bytes, chosen->clear_where_set, clear_bits};
    apply(acts[shape], from, what, size);
}

static int is_fresh(enum shape shape, const uint8_t *now, const uint8_t *before)
{
    if (shape == SHAPE_COUNT64) {
        return !all_zero(now, 8) && all_zero(before, 8);
    }
    return shape == SHAPE_ZERO8 ? *now == 0 && *before != 0 : *now != 0 && *before == 0;
}

uint64_t loop_fresh(enum shape shape, const void *now, const void *before, uint64_t size, uint64_t *indices, uint64_t capacity)
{
    const uint8_t *n = now, *b = before;
    uint64_t all = whole(size), width = shape == SHAPE_COUNT64 ? 8 : 1, at = 0, found = 0;
    uint8_t invert = shape == SHAPE_ZERO8 ? 0xff : 0;
    while (at < size) {
        if (at < all) {
            at = width == 8 ? loops()->next_fresh_words(n, b, at, all) : loops()->next_fresh_bytes(n, b, at, all, invert);
        }
        for (uint64_t end = size - at < LOOP_BLOCK ? size : at + LOOP_BLOCK; at < end; at += width) {
            if (is_fresh(shape, n + at, b + at)) {
                if (found < capacity) {
                    indices[found] = at / width;
                }
                found++;
            }
        }
    }
    return found;
}

void loop_clear(enum shape shape, void *values, uint64_t size)
{
    int value = shape == SHAPE_ZERO8 ? 0xff : 0;
    uint64_t start = (uint64_t)values, end = start + size;
    while (start < end) {
        uint64_t next = (start | (page_size() - 1)) + 1;
        uint64_t count = (next < end ? next : end) - start;
        if (value != 0 || !all_zero((const void *)start, count)) {
            memset((void *)start, value, count);
        }
        start += count;
    }
}

uint64_t loop_checksum(const void *from, uint64_t size)
{
    typedef uint64_t __attribute__((may_alias, aligned(1))) word;
    const uint8_t *in = from;
    uint64_t hash = UINT64_C(0xcbf29ce484222325), rest = 0;
    for (; size >= 8; size -= 8, in += 8) {
        hash = (hash ^ *(const word *)in) * UINT64_C(0x100000001b3);
    }
    if (size != 0) {
        memcpy(&rest, in, size);
        hash = (hash ^ rest) * UINT64_C(0x100000001b3);
    }
    return hash;
}
