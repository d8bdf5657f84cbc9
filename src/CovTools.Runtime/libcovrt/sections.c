/* Reads the section headers of an ELF file (System V ABI, chapter 4). Every offset and size is the file's word only: the caller compares them with
 * what is loaded. */
#include "sections.h"

static struct elf_section s_sections[128]; /* the lock protects all three */
static char s_names[16384];
static uint8_t s_start[4096];

/* In the order of struct sections. */
static const char s_known[][18] = {"__llvm_prf_cnts", "__llvm_prf_bits", "__llvm_prf_names", "__sancov_cntrs", "__sancov_bools", "__sancov_pcs"};

static int name_is(int fd, const struct elf_section *table, uint64_t loaded, uint32_t name, const char *wanted)
{
    char text[24] = {0};
    uint64_t length = text_length(wanted) + 1;
    if (name > table->size || length > table->size - name) {
        return 0;
    }
    if (name + length <= loaded) {
        return memcmp(s_names + name, wanted, length) == 0;
    }
    return sys_pread(fd, text, length, (int64_t)(table->offset + name)) == (int64_t)length && memcmp(text, wanted, length) == 0;
}

static int take(struct section *out, const struct elf_section *section)
{
    if (out->found) {
        return 0; /* two sections of one name: no linker makes that, and we could not say which counts */
    }
    out->found = 1;
    out->address = section->address;
    out->size = section->size;
    out->offset = section->offset;
    out->align = section->align;
    out->in_file = section->type != ELF_NOBITS;
    return 1;
}

int sections_read(int fd, struct sections *out)
{
    struct elf_header header;
    struct elf_section table;
    memset(out, 0, sizeof(*out));
    if (sys_pread(fd, &header, sizeof(header), 0) != sizeof(header) || memcmp(header.ident, "\177ELF\2\1", 6) != 0
        || header.machine != COVRT_ELF_MACHINE) {
        return -1;
    }
    if (header.section_offset == 0 || header.section_entry_size != sizeof(struct elf_section)) {
        return header.section_offset == 0 ? 0 : -1;
    }
    uint64_t count = header.section_count, names = header.names_index;
    if (count == 0 || names == ELF_INDEX_IN_LINK) {
        if (sys_pread(fd, &table, sizeof(table), (int64_t)header.section_offset) != sizeof(table)) {
            return -1;
        }
        count = count == 0 ? table.size : count;
        names = names == ELF_INDEX_IN_LINK ? table.link : names;
    }
    if (names >= count || count > UINT32_MAX || header.section_offset > INT64_MAX / 2
        || sys_pread(fd, &table, sizeof(table), (int64_t)(header.section_offset + names * sizeof(table))) != sizeof(table)
        || table.offset > INT64_MAX / 2) {
        return -1;
    }
    uint64_t wanted = table.size < sizeof(s_names) ? table.size : sizeof(s_names);
    int64_t loaded = sys_pread(fd, s_names, wanted, (int64_t)table.offset);
    if (loaded < 0) {
        return -1;
    }
    for (uint64_t first = 0; first < count; first += 128) {
        uint64_t some = count - first < 128 ? count - first : 128;
        if (sys_pread(fd, s_sections, some * sizeof(table), (int64_t)(header.section_offset + first * sizeof(table)))
            != (int64_t)(some * sizeof(table))) {
            return -1;
        }
        for (uint64_t i = 0; i < some; i++) {
            const struct elf_section *section = &s_sections[i];
            struct section *to = NULL;
            if ((section->flags & ELF_ALLOC) == 0 || section->size == 0) {
                continue;
            }
            for (unsigned known = 0; to == NULL && known < sizeof(s_known) / sizeof(s_known[0]); known++) {
                if (name_is(fd, &table, (uint64_t)loaded, section->name, s_known[known])) {
                    to = (struct section *)out + known;
                }
            }
            if (to != NULL && !take(to, section)) {
                return -1;
            }
        }
    }
    return 0;
}

/* LLVM's InstrProfiling pass aligns arrays of 64-bit counters to 8 bytes, of single-byte counters to 1. Should a linker script say otherwise: single
 * bytes start as 0xff, while 64-bit counters start as 0, or as a small number when the optimizer has run a constructor at compile time. */
uint32_t sections_counter_size(int fd, const struct section *counters)
{
    if (counters->align < 8 || counters->size % 8 != 0) {
        return 1;
    }
    int64_t got = counters->in_file ? sys_pread(fd, s_start, counters->size < sizeof(s_start) ? counters->size : sizeof(s_start), (int64_t)counters->offset) : 0;
    for (int64_t i = 0; i < got; i++) {
        if (s_start[i] == 0xff) {
            return 1;
        }
    }
    return 8;
}
