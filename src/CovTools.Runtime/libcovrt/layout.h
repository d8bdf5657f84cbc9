/* What a counters file looks like (docs/shared-counters.md). Sizes and offsets do not depend on the page size. */
#ifndef COVRT_LAYOUT_H
#define COVRT_LAYOUT_H

#include <stdint.h>

enum { FILE_VERSION = 1, FILE_MAX_MODULES = 4096, FILE_MAX_REGIONS = 65536 };

struct file_header {
    char magic[4];        /* "CVSH" */
    uint32_t version;
    uint32_t epoch;       /* one more for each covrt_file_clear: who attached before it takes no more room */
    uint32_t flags;
    uint32_t module_next; /* first free place in the tables; changed by compare and exchange */
    uint32_t region_next;
    uint64_t byte_next;   /* first free byte for a region */
};

enum { FLAG_LOST = 1, FLAG_DAMAGED = 2 };

/* A module, however many processes have it. */
struct file_module {
    uint32_t ready;       /* 1 when the rest is valid */
    uint32_t counter_size;
    uint64_t counters_size;
    uint64_t bitmap_size;
    char id[72];
    char path[1024];
    uint32_t kind;        /* 0 LLVM's counters, else COVRT_COUNTERS8, COVRT_FLAGS, COVRT_GUARDS */
    uint8_t reserved[28];
};

/* The counters of one module in one process. */
struct file_region {
    uint32_t ready;
    uint32_t module;
    uint32_t epoch;
    uint32_t process;
    uint64_t counters;    /* file offsets of the first counter and of the first bitmap byte */
    uint64_t bitmap;
    uint8_t reserved[32];
};

_Static_assert(sizeof(struct file_module) == 1152 && sizeof(struct file_region) == 64, "documented sizes");

#define FILE_MODULES UINT64_C(0x10000)
#define FILE_REGIONS (FILE_MODULES + FILE_MAX_MODULES * sizeof(struct file_module))
#define FILE_DATA ((FILE_REGIONS + FILE_MAX_REGIONS * sizeof(struct file_region) + 0xffff) & ~UINT64_C(0xffff))

#endif
