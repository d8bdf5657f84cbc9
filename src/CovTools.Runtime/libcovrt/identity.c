/* Who a loaded ELF object is: by what of it is in memory. */
#include "sections.h"

enum { BEGINNING = 65536 };

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15) ^ (hash >> 29);
}

/* The build id note in memory; its size, 0 when there is none. */
static uint64_t build_id(const struct object *object, const uint8_t **id)
{
    for (int i = 0; i < object->program_count; i++) {
        const struct elf_program *program = &object->programs[i];
        if (program->type != ELF_NOTE) {
            continue;
        }
        const uint8_t *notes = (const uint8_t *)(object->base + program->address);
        uint64_t left = program->memory_size, align = program->align == 8 ? 8 : 4;
        while (left >= 12) {
            uint32_t head[3];
            memcpy(head, notes, sizeof(head));
            uint64_t name = (12 + head[0] + align - 1) & ~(align - 1);
            uint64_t total = (name + head[1] + align - 1) & ~(align - 1);
            if (name > left || head[1] > left - name) {
                break;
            }
            if (head[0] == 4 && head[2] == ELF_BUILD_ID && memcmp(notes + 12, "GNU", 4) == 0) {
                *id = notes + name;
                return head[1];
            }
            if (total >= left) {
                break;
            }
            notes += total;
            left -= total;
        }
    }
    return 0;
}

/* Changes when another object is loaded at the same address. */
uint64_t object_fingerprint(const struct object *object)
{
    uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), object->base);
    const uint64_t *words = (const uint64_t *)(const void *)object->programs;
    for (uint64_t i = 0; i < object->program_count * sizeof(struct elf_program) / 8; i++) {
        hash = mix(hash, words[i]);
    }
    for (const char *name = object->name; name != NULL && *name != 0; name++) {
        hash = mix(hash, (uint8_t)*name);
    }
    const uint8_t *id = NULL;
    uint64_t size = build_id(object, &id);
    for (uint64_t i = 0; i < size; i++) {
        hash = mix(hash, id[i]);
    }
    return hash == 0 ? 1 : hash;
}

/* The segment that holds [address, address + size) with at least these rights; addresses as in the file. */
const struct elf_program *object_segment(const struct object *object, uint64_t address, uint64_t size, uint32_t rights)
{
    for (int i = 0; i < object->program_count; i++) {
        const struct elf_program *program = &object->programs[i];
        if (program->type == ELF_LOAD && (program->flags & rights) == rights && address >= program->address
            && size <= program->memory_size && address - program->address <= program->memory_size - size) {
            return program;
        }
    }
    return NULL;
}

const struct elf_program *object_constant(const struct object *object)
{
    for (int i = 0; i < object->program_count; i++) {
        const struct elf_program *program = &object->programs[i];
        if (program->type == ELF_LOAD && (program->flags & (ELF_READ | ELF_WRITE)) == ELF_READ && program->file_size != 0) {
            return program;
        }
    }
    return NULL;
}

static void hex(char *to, const uint8_t *bytes, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        *to++ = "0123456789abcdef"[bytes[i] >> 4];
        *to++ = "0123456789abcdef"[bytes[i] & 15];
    }
    *to = 0;
}

/* `names` is null where LLVM's names are not known: the beginning of the constant segment, which linkers fill with tables of the object, stands for them. */
void object_identify(const struct object *object, const struct section *names, char *id)
{
    const uint8_t *bytes = NULL;
    uint64_t size = build_id(object, &bytes);
    if (size != 0 && size <= (sizeof(((struct covrt_module *)0)->id) - 1) / 2) {
        hex(id, bytes, size);
        return;
    }
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    const struct elf_program *constant = object_constant(object);
    struct section start = {0};
    if (names == NULL && constant != NULL) {
        start.address = constant->address;
        start.size = constant->file_size < BEGINNING ? constant->file_size : BEGINNING;
    }
    names = names == NULL ? &start : names;
    uint64_t count = object_segment(object, names->address, names->size, ELF_READ) != NULL ? names->size : 0;
    bytes = (const uint8_t *)(object->base + names->address);
    for (uint64_t i = 0; i < count; i++) {
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    }
    uint8_t big_endian[8];
    for (int i = 0; i < 8; i++) {
        big_endian[i] = (uint8_t)(hash >> (56 - 8 * i));
    }
    memcpy(id, "fnv", 3);
    hex(id + 3, big_endian, 8);
}

int object_holds(const struct object *object, uint64_t address, uint64_t size)
{
    return object_segment(object, address - object->base, size, ELF_READ) != NULL;
}

