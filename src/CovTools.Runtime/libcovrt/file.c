/* The counters file as the processes that count see it: its header and tables are mapped, room is taken by compare and exchange, nothing is
 * written through the descriptor (a file size limit would stop that). Whatever is read from it is checked: others can write it too. */
#include "internal.h"
#include "layout.h"

struct file_header *file_header;

static int s_fd = -1;
static struct sys_stat s_stat; /* of the file that is attached */
static uint32_t s_epoch;
static char s_path[1024];
static uint8_t s_mine[FILE_MAX_REGIONS]; /* regions that this process entered */

int file_is(const struct sys_stat *stat)
{
    return stat->dev == s_stat.dev && stat->ino == s_stat.ino && stat->size >= s_stat.size;
}

uint64_t file_inode(void)
{
    return s_stat.ino;
}

/* High numbers: scripts close the low ones. */
static int move_up(int fd)
{
    static const int lowest[] = {600, 200, 60, 3};
    int moved = -EINVAL_;
    for (unsigned i = 0; i < sizeof(lowest) / sizeof(lowest[0]) && moved < 0; i++) {
        moved = sys_fcntl(fd, F_DUPFD_CLOEXEC_, lowest[i]);
    }
    return moved;
}

/* The file that this process is attached to: opened again when the script has closed it, or put something else there. -errno on failure. */
int file_descriptor(void)
{
    struct sys_stat stat;
    if (sys_stat_fd(s_fd, &stat) == 0 && file_is(&stat)) {
        return s_fd;
    }
    int fd = s_path[0] == 0 ? -EBADF_ : sys_open(s_path, O_RDWR_ | O_CLOEXEC_, 0);
    if (fd < 0) {
        return fd;
    }
    if (sys_stat_fd(fd, &stat) != 0 || !file_is(&stat)) {
        sys_close(fd);
        return -EBADF_;
    }
    int moved = move_up(fd);
    if (moved >= 0) {
        sys_close(fd);
        fd = moved;
    }
    s_fd = fd;
    return fd;
}

/* Makes `fd` the file of this process. The caller keeps its own descriptor. */
int file_open(int fd, const char *path)
{
    struct file_header header;
    struct sys_stat stat;
    int error = sys_stat_fd(fd, &stat);
    if (error != 0) {
        return error;
    }
    if (file_header != NULL) {
        return file_is(&stat) ? 0 : -EBUSY_;
    }
    if (path != NULL && text_length(path) >= sizeof(s_path)) {
        return -ENAMETOOLONG_;
    }
    int64_t got = sys_pread(fd, &header, sizeof(header), 0);
    if (got < 0) {
        return (int)got;
    }
    if (got != sizeof(header) || memcmp(header.magic, "CVSH", 4) != 0 || header.version != FILE_VERSION || stat.size < (int64_t)FILE_DATA) {
        return -EBADMSG_;
    }
    int moved = move_up(fd);
    if (moved < 0) {
        return moved;
    }
    long mapped = sys_map(NULL, FILE_DATA, MAP_SHARED_, moved, 0);
    if (sys_failed(mapped)) {
        sys_close(moved);
        return (int)mapped;
    }
    s_fd = moved;
    s_stat = stat;
    (void)text_copy(s_path, sizeof(s_path), path == NULL ? "" : path);
    file_header = (struct file_header *)mapped;
    s_epoch = __atomic_load_n(&file_header->epoch, __ATOMIC_ACQUIRE);
    return 0;
}

static int current(void)
{
    return file_header != NULL && __atomic_load_n(&file_header->epoch, __ATOMIC_ACQUIRE) == s_epoch;
}

/* Says that counters of this script are incomplete. Not when the file serves the next script already. */
void file_lost(void)
{
    if (current()) {
        __atomic_fetch_or(&file_header->flags, FLAG_LOST, __ATOMIC_RELEASE);
    }
}

/* Room for a region of whole pages; its offset, or 0 when there is none. */
uint64_t file_allocate(uint64_t size)
{
    uint64_t limit = (uint64_t)s_stat.size;
    while (current()) {
        uint64_t at = __atomic_load_n(&file_header->byte_next, __ATOMIC_RELAXED);
        if (at < FILE_DATA || (at & (page_size() - 1)) != 0 || at > limit || size > limit - at) {
            return 0;
        }
        if (__atomic_compare_exchange_n(&file_header->byte_next, &at, at + size, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
            return at;
        }
    }
    return 0;
}

/* A free place in a table; its index, or `limit` when the table is full. */
static uint32_t take(uint32_t *next, uint32_t limit)
{
    uint32_t index = __atomic_load_n(next, __ATOMIC_RELAXED);
    while (index < limit && !__atomic_compare_exchange_n(next, &index, index + 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
    }
    return index;
}

static int same_module(const struct file_module *a, const struct covrt_module *b, uint32_t kind)
{
    return __atomic_load_n(&a->ready, __ATOMIC_ACQUIRE) == 1 && a->kind == kind && a->counter_size == b->counter_size && a->counters_size == b->counters_size
        && a->bitmap_size == b->bitmap_size && memcmp(a->id, b->id, sizeof(a->id)) == 0 && memcmp(a->path, b->path, sizeof(a->path)) == 0;
}

static uint32_t module_slot(const struct covrt_module *module, uint32_t kind)
{
    struct file_module *table = (struct file_module *)((uint8_t *)file_header + FILE_MODULES);
    uint32_t count = __atomic_load_n(&file_header->module_next, __ATOMIC_ACQUIRE);
    for (uint32_t i = 0; i < count && i < FILE_MAX_MODULES; i++) {
        if (same_module(&table[i], module, kind)) {
            return i;
        }
    }
    uint32_t index = take(&file_header->module_next, FILE_MAX_MODULES);
    if (index < FILE_MAX_MODULES) {
        struct file_module *to = &table[index];
        to->counter_size = module->counter_size;
        to->counters_size = module->counters_size;
        to->bitmap_size = module->bitmap_size;
        memcpy(to->id, module->id, sizeof(to->id));
        memcpy(to->path, module->path, sizeof(to->path));
        to->kind = kind;
        __atomic_store_n(&to->ready, 1, __ATOMIC_RELEASE);
    }
    return index;
}

/* Enters the regions of a module, which are mapped, into the table. 0 when the file has no more room. */
int file_publish(struct module *module)
{
    struct file_region *table = (struct file_region *)((uint8_t *)file_header + FILE_REGIONS);
    if (!current()) {
        return 0;
    }
    if (module->slot == 0) {
        uint32_t slot = module_slot(&module->public, module->kind == COVRT_LLVM ? 0 : module->kind);
        if (slot >= FILE_MAX_MODULES) {
            return 0;
        }
        module->slot = slot + 1;
    }
    uint32_t index = take(&file_header->region_next, FILE_MAX_REGIONS);
    if (index >= FILE_MAX_REGIONS) {
        return 0;
    }
    const struct range *first = &module->ranges[0], *last = &module->ranges[module->range_count - 1];
    struct file_region *to = &table[index];
    to->module = module->slot - 1;
    to->epoch = s_epoch;
    to->process = (uint32_t)sys_getpid();
    to->counters = first->offset + (module->public.counters - first->start);
    to->bitmap = module->public.bitmap_size == 0 ? 0 : last->offset + (module->public.bitmap - last->start);
    __atomic_store_n(&to->ready, 1, __ATOMIC_RELEASE);
    s_mine[index] = 1;
    return 1;
}

int file_is_mine(uint32_t region)
{
    return region < FILE_MAX_REGIONS && s_mine[region];
}

void file_forget_mine(void)
{
    memset(s_mine, 0, sizeof(s_mine));
}
