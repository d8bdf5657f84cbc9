/* One loaded ELF object: where its counters are, by the section headers of its file, and who it is. Nothing in the file is believed before the
 * file was compared with what is in memory, and no section before it was found inside a segment that is loaded. */
#include "sections.h"

enum { MAX_PATH = 4096 + 16, MAX_LINK = 64 };

static uint8_t s_page[65536]; /* the beginning of the file; the lock protects it */

/* Whether the first `size` bytes (at most) of the constant segment are the same in the file and in memory. */
static int same_as_memory(const struct object *object, int fd, uint64_t size)
{
    const struct elf_program *program = object_constant(object);
    if (program == NULL) {
        return 0;
    }
    if (size > program->file_size) {
        size = program->file_size;
    }
    return sys_pread(fd, s_page, size, (int64_t)program->offset) == (int64_t)size
        && memcmp(s_page, (const void *)(object->base + program->address), size) == 0;
}

static int is_loaded(const struct object *object, const struct section *section, uint64_t limit, uint32_t rights)
{
    return !section->found || (section->size <= limit && object_segment(object, section->address, section->size, rights) != NULL);
}

static void take(const struct object *object, const struct section *section, struct place *out)
{
    out->address = section->found ? object->base + section->address : 0;
    out->size = section->size;
}

/* 1 and the facts in *out, 0 when there are no counters, -1 when the file is not the one that is loaded. */
static int inspect_file(const struct object *object, int fd, struct inspected *all)
{
    struct sections sections;
    struct covrt_module *out = &all->module;
    if (!same_as_memory(object, fd, 4096) || sections_read(fd, &sections) != 0) {
        return -1;
    }
    if (!sections.counters.found && !sections.edge_counters.found && !sections.edge_flags.found) {
        return 0;
    }
    if (!same_as_memory(object, fd, sizeof(s_page)) || !is_loaded(object, &sections.counters, MAX_COUNTER_BYTES, ELF_READ | ELF_WRITE)
        || !is_loaded(object, &sections.bitmap, MAX_BITMAP_BYTES, ELF_READ | ELF_WRITE)
        || !is_loaded(object, &sections.edge_counters, MAX_COUNTER_BYTES, ELF_READ | ELF_WRITE)
        || !is_loaded(object, &sections.edge_flags, MAX_COUNTER_BYTES, ELF_READ | ELF_WRITE)
        || !is_loaded(object, &sections.edge_pcs, 16 * MAX_COUNTER_BYTES, ELF_READ)) {
        return -1;
    }
    take(object, &sections.edge_counters, &all->counters);
    take(object, &sections.edge_flags, &all->flags);
    take(object, &sections.edge_pcs, &all->pcs);
    if (!sections.counters.found) {
        object_identify(object, NULL, out->id);
        return 1;
    }
    out->counter_size = sections_counter_size(fd, &sections.counters);
    out->counters = object->base + sections.counters.address;
    out->counters_size = sections.counters.size;
    out->bitmap = sections.bitmap.found ? object->base + sections.bitmap.address : 0;
    out->bitmap_size = sections.bitmap.size;
    if (out->counter_size == 8 && ((out->counters | out->counters_size) & 7) != 0) {
        return -1;
    }
    object_identify(object, &sections.names, out->id);
    return 1;
}

struct link { uint64_t address; char *path, *link; };

/* Gives the path of the mapping at place->address, and the link by which the kernel leads to the very file that is mapped. */
static int find_place(const struct mapping *mapping, void *data)
{
    const struct link *place = data;
    if (place->address < mapping->start || place->address >= mapping->end) {
        return 0;
    }
    if (mapping->path[0] == '/') {
        (void)text_copy(place->path, MAX_PATH, mapping->path);
    }
    char *end = place->link + text_copy(place->link, MAX_LINK, "/proc/self/map_files/");
    end = text_hex(end, mapping->start);
    *end++ = '-';
    (void)text_hex(end, mapping->end);
    return 1;
}

static void strip_deleted(char *path)
{
    uint64_t length = text_length(path);
    if (length > 10 && memcmp(path + length - 10, " (deleted)", 10) == 0) {
        path[length - 10] = 0;
    }
}

/* LLVM's runtime is linked into every module that has counters, and asks for this variable. The memory is read through the kernel because a
 * truncated file would otherwise end the process. */
static int mentions_runtime(const struct object *object)
{
    static const char wanted[] = "LLVM_PROFILE_FILE";
    int fd = sys_open("/proc/self/mem", O_RDONLY_ | O_CLOEXEC_, 0);
    int found = 0;
    for (int i = 0; fd >= 0 && !found && i < object->program_count; i++) {
        const struct elf_program *program = &object->programs[i];
        if (program->type != ELF_LOAD || (program->flags & (ELF_READ | ELF_WRITE)) != ELF_READ) {
            continue;
        }
        uint64_t done = 0;
        while (!found && done < program->file_size) {
            uint64_t size = program->file_size - done < sizeof(s_page) ? program->file_size - done : sizeof(s_page);
            int64_t got = sys_pread(fd, s_page, size, (int64_t)(object->base + program->address + done));
            for (int64_t at = 0; !found && at + (int64_t)sizeof(wanted) <= got; at++) {
                found = s_page[at] == 'L' && memcmp(s_page + at, wanted, sizeof(wanted)) == 0;
            }
            if (got <= (int64_t)sizeof(wanted)) {
                break;
            }
            done += (uint64_t)got == size && done + size == program->file_size ? size : (uint64_t)got - sizeof(wanted);
        }
    }
    if (fd >= 0) {
        sys_close(fd);
    }
    return found;
}

static int inspect_path(const struct object *object, const char *path, const char *shown, struct inspected *all)
{
    struct covrt_module *out = &all->module;
    int fd = path[0] == 0 ? -1 : sys_open(path, O_RDONLY_ | O_CLOEXEC_, 0);
    if (fd < 0) {
        return -1;
    }
    int result = inspect_file(object, fd, all);
    if (result == 1 && shown[0] == '/') {
        (void)text_copy(out->path, sizeof(out->path), shown);
    } else if (result == 1) {
        char link[48] = "/proc/self/fd/";
        (void)text_number(link + text_length(link), (uint64_t)fd);
        long length = sys_readlink(link, out->path, sizeof(out->path) - 1);
        out->path[length < 0 ? 0 : length] = 0;
        strip_deleted(out->path);
    }
    sys_close(fd);
    return result;
}

/* For objects that announce themselves: a name that leads to their file, if there is one. */
void object_name(const struct object *object, char *id, char *shown)
{
    static char path[MAX_PATH];
    char link[MAX_LINK] = "";
    const struct elf_program *constant = object_constant(object);
    object_identify(object, NULL, id);
    path[0] = 0;
    if (constant != NULL) {
        struct link place = {object->base + constant->address, path, link};
        (void)maps_walk(find_place, &place); /* without /proc the path stays empty */
        strip_deleted(path);
    }
    (void)text_copy(shown, sizeof(((struct covrt_module *)0)->path), path[0] == 0 && object->name != NULL ? object->name : path);
}

int object_inspect(const struct object *object, struct inspected *out)
{
    static char path[MAX_PATH];
    char link[MAX_LINK] = "";
    const char *name = object->name == NULL ? "" : object->name;
    const struct elf_program *constant = object_constant(object);
    int has_data = 0;
    memset(out, 0, sizeof(*out));
    for (int i = 0; i < object->program_count; i++) {
        has_data |= object->programs[i].type == ELF_LOAD && (object->programs[i].flags & ELF_WRITE) != 0;
    }
    if (!has_data || constant == NULL) {
        return 0;
    }
    int result = inspect_path(object, name, name, out);
    if (result < 0) { /* the program itself has no name, or not one that leads to its file */
        result = inspect_path(object, "/proc/self/exe", "", out);
    }
    if (result < 0) {
        struct link place = {object->base + constant->address, path, link};
        path[0] = 0;
        (void)maps_walk(find_place, &place); /* without /proc both stay empty, and the module is refused below */
        result = inspect_path(object, path, path, out);
        result = result < 0 ? inspect_path(object, link, "", out) : result;
        if (result < 0 && mentions_runtime(object)) {
            struct section none = {0};
            memset(out, 0, sizeof(*out));
            strip_deleted(path);
            (void)text_copy(out->module.path, sizeof(out->module.path), path[0] != 0 ? path : name);
            object_identify(object, &none, out->module.id);
            out->module.counter_size = 8;
            out->module.state = STATE_REFUSED;
            return 1;
        }
    }
    return result == 1;
}
