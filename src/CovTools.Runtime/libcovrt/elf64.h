/* The few structures of 64-bit ELF (System V ABI, chapter 4 and 5) and of dl_iterate_phdr(3) that libcovrt reads. Declared here because a
 * cross compiler may come without the headers of a C library. */
#ifndef COVRT_ELF64_H
#define COVRT_ELF64_H

#include <stddef.h>
#include <stdint.h>

struct elf_header {
    uint8_t ident[16];
    uint16_t type, machine;
    uint32_t version;
    uint64_t entry, program_offset, section_offset;
    uint32_t flags;
    uint16_t header_size, program_entry_size, program_count, section_entry_size, section_count, names_index;
};

struct elf_program {
    uint32_t type, flags;
    uint64_t offset, address, physical, file_size, memory_size, align;
};

struct elf_section {
    uint32_t name, type;
    uint64_t flags, address, offset, size;
    uint32_t link, info;
    uint64_t align, entry_size;
};

enum { ELF_LOAD = 1, ELF_NOTE = 4, ELF_EXECUTE = 1, ELF_WRITE = 2, ELF_READ = 4, ELF_ALLOC = 2, ELF_NOBITS = 8, ELF_BUILD_ID = 3, ELF_INDEX_IN_LINK = 0xffff };

/* struct dl_phdr_info */
struct object {
    uint64_t base;
    const char *name;
    const struct elf_program *programs;
    uint16_t program_count;
    uint64_t loaded;   /* objects ever loaded and unloaded; only there when `size` of the call-back says so */
    uint64_t unloaded;
};

#endif
