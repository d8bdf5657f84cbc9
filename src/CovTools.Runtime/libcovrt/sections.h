/* The sections of LLVM's profiling in an ELF file. */
#ifndef COVRT_SECTIONS_H
#define COVRT_SECTIONS_H

#include "internal.h"

struct section { uint64_t address, size, offset, align; int found, in_file; };
struct sections { struct section counters, bitmap, names, edge_counters, edge_flags, edge_pcs; };

/* 0, or -1 when this is not a file that we can follow. */
int sections_read(int fd, struct sections *out);

/* 8, or 1 for single-byte counters. */
uint32_t sections_counter_size(int fd, const struct section *counters);

#endif
