/* What a snapshot looks like (docs/python.md): header, table of modules, then for each module its counters and its bitmap, each at the next multiple of 64, in the
 * order of the table, with zero bytes in between. Little-endian. */
#ifndef COVRT_BLOCK_H
#define COVRT_BLOCK_H

#include "internal.h"

enum { BLOCK_VERSION = 1, BLOCK_ALIGN = 64, BLOCK_MAX_MODULES = 65536 };

struct block_header {
    char magic[4];       /* "CVSN" */
    uint32_t version;
    uint32_t count;      /* modules */
    uint32_t kinds;      /* that were asked for */
    uint64_t size;       /* of the whole block */
    uint64_t checksum;   /* of all but these eight bytes */
    uint8_t reserved[32];
};

struct block_module {
    uint32_t kind;
    uint32_t counter_size;
    uint64_t counters_size;
    uint64_t bitmap_size;
    uint64_t counters_at;
    uint64_t bitmap_at;  /* 0 when there is none */
    char id[72];
    char path[1024];
    uint8_t reserved[16];
};

_Static_assert(sizeof(struct block_header) == 64 && sizeof(struct block_module) == 1152, "documented sizes");

struct block_plan { uint64_t at; uint32_t count; };

/* Lays out a block: begin with the number of modules, then each module; plan->at is the size in the end. `to` may be null: counts only. */
void block_begin(struct block_plan *plan, uint32_t count);
void block_place(struct block_plan *plan, struct block_module *to, const struct covrt_module *module, uint32_t kind);
void block_finish(const struct block_plan *plan, void *block, uint32_t kinds);
const struct block_module *block_find(const void *block, const struct module *module); /* the same file, else the same build from elsewhere, or null */
int block_is(const struct block_module *in_block, const struct module *module);        /* 2 the same file, 1 the same build, 0 another one */
int block_check(const void *block, uint64_t size, int sealed, uint64_t *offset);

static inline struct block_module *block_modules(void *block) { return (struct block_module *)((uint8_t *)block + sizeof(struct block_header)); }
static inline const struct block_module *block_modules_of(const void *block) { return (const struct block_module *)((const uint8_t *)block + sizeof(struct block_header)); }

#endif
