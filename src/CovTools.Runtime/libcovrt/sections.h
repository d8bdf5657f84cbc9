/* The sections of LLVM's profiling in an ELF file. */
#ifndef COVRT_SECTIONS_H
#define COVRT_SECTIONS_H

#include "internal.h"

struct section { uint64_t address, size, offset, align; int found, in_file; };
struct sections { struct section counters, bitmap, names, edge_counters, edge_flags, edge_pcs; };

/* identity.c. `names` is null where LLVM's names are not known. Addresses of segments are those of the file. */
void object_identify(const struct object *object, const struct section *names, char *id);
const struct elf_program *object_segment(const struct object *object, uint64_t address, uint64_t size, uint32_t rights);
const struct elf_program *object_constant(const struct object *object);

/* 0, or -1 when this is not a file that we can follow. */
int sections_read(int fd, struct sections *out);

/* 8, or 1 for single-byte counters. */
uint32_t sections_counter_size(int fd, const struct section *counters);

#endif
