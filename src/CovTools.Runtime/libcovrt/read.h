/* Reading a counters file that anybody may have written to. */
#ifndef COVRT_READ_H
#define COVRT_READ_H

#include "internal.h"
#include "layout.h"

struct reader {
    int fd;
    uint32_t epoch;
    uint32_t regions; /* in its table */
    uint64_t size;    /* of the file */
    uint64_t budget;  /* bytes that may be read: regions that overlap would otherwise let a small file say very much */
    int damaged;
    int exhausted;    /* the budget is used up: what follows cannot be true */
};

/* Each returns 0 or -errno. What makes no sense is left out and makes the reader `damaged`. */
int64_t reader_open(struct reader *reader, int fd);
int64_t reader_visit(struct reader *reader, int64_t (*visit)(struct reader *, const struct file_region *, uint32_t index, const struct file_module *, void *), void *data);
int64_t reader_span(struct reader *reader, void (*add)(void *to, const void *from, uint64_t size, uint64_t at), void *to, uint64_t start, uint64_t size);
int64_t reader_close(struct reader *reader); /* notes in the file that it is damaged */

#endif
