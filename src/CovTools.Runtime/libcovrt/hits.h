/* Writing of hits records into a buffer that may be too small: what does not fit is counted only. */
#ifndef COVRT_HITS_H
#define COVRT_HITS_H

#include "internal.h"

struct writer { uint8_t *out; uint64_t capacity, at; };

struct record {
    struct writer *to;
    uint64_t start, body;
    uint64_t next, next_bit; /* the smallest indices that can follow */
    uint32_t counter_size, counters, bits;
};

/* begin; then counters in pieces, in order; then the bitmap in pieces, in order; end. `at`: bytes before the piece. */
void hits_begin(struct record *record, struct writer *to, const struct covrt_module *module);
void hits_add_counters(struct record *record, const void *from, uint64_t size, uint64_t at);
void hits_add_bitmap(struct record *record, const void *from, uint64_t size, uint64_t at);
void hits_end(const struct record *record);

#endif
