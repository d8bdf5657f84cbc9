/* Loops over counters, bitmaps and edges. Each value of `shape` says what the bytes mean; sizes are in bytes. They are plain reads and writes: what other
 * threads count at the same time is in the result or is not. */
#ifndef COVRT_LOOPS_H
#define COVRT_LOOPS_H

#include <stdint.h>

enum shape {
    SHAPE_COUNT64, /* 64-bit counters */
    SHAPE_ZERO8,   /* LLVM's single-byte counters: 0 = executed, else not */
    SHAPE_COUNT8,  /* 8-bit counters */
    SHAPE_FLAG8,   /* bytes: 0 = not executed */
    SHAPE_BITS     /* bitmap bytes */
};

enum { LOOP_BLOCK = 64 };

uint64_t loop_count(enum shape shape, const void *values, uint64_t size);                    /* executed; of bitmaps: bytes that are not 0 */
void loop_merge(enum shape shape, void *into, const void *from, uint64_t size);              /* sums saturate; flags and bits are united */
void loop_subtract(enum shape shape, void *from, const void *what, uint64_t size);           /* differences end at 0 */
uint64_t loop_fresh(enum shape shape, const void *now, const void *before, uint64_t size,    /* executed now and not before: their number, */
                    uint64_t *indices, uint64_t capacity);                                   /* and the first of them, ascending */
void loop_clear(enum shape shape, void *values, uint64_t size);                              /* not executed; touches no page that is so already */
uint64_t loop_checksum(const void *bytes, uint64_t size);                                    /* FNV-1a over 64-bit words; the last one is filled up with 0 */

#endif
