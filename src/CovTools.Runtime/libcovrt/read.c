/* Reads a counters file. Any process of a script can write anything into it: every number is checked before it is used, nothing is mapped, and
 * the work is bounded by the bytes that the file really has. */
#include "hits.h"
#include "read.h"

static uint8_t s_buffer[65536] __attribute__((aligned(8)));
static struct file_region s_regions[64];
static uint8_t s_named[FILE_MAX_MODULES]; /* modules that have a record already */

static int64_t read_piece(struct reader *reader, void *to, uint64_t size, uint64_t at)
{
    int64_t got = sys_pread(reader->fd, to, size, (int64_t)at);
    return got == (int64_t)size ? 0 : got < 0 ? got : -EIO_;
}

/* The parts of [start, start + size) that are not holes of the file. */
int64_t reader_span(struct reader *reader, void (*add)(void *to, const void *from, uint64_t size, uint64_t at), void *to, uint64_t start, uint64_t size)
{
    uint64_t at = start, end = start + size;
    while (at < end) {
        int64_t data = sys_seek(reader->fd, (int64_t)at, SEEK_DATA_);
        if (data == -ENXIO_ || data >= (int64_t)end) {
            return 0;
        }
        int64_t hole = data < 0 ? data : sys_seek(reader->fd, data, SEEK_HOLE_);
        if (hole < 0) {
            return hole == -ENXIO_ ? 0 : hole;
        }
        at = (uint64_t)data - (((uint64_t)data - start) & 7);
        uint64_t stop = (uint64_t)hole < end ? (uint64_t)hole : end;
        while (at < stop) {
            uint64_t count = stop - at < sizeof(s_buffer) ? stop - at : sizeof(s_buffer);
            if (count > reader->budget) {
                reader->damaged = reader->exhausted = 1;
                return 0;
            }
            reader->budget -= count;
            int64_t error = read_piece(reader, s_buffer, count, at);
            if (error != 0) {
                return error;
            }
            add(to, s_buffer, count, at - start);
            at += count;
        }
        at = at > (uint64_t)hole ? at : (uint64_t)hole;
    }
    return 0;
}

static int is_id(const char *id, uint64_t room)
{
    uint64_t length = 0;
    for (; length < room && id[length] != 0; length++) {
        int letter = (id[length] >= '0' && id[length] <= '9') || (id[length] >= 'a' && id[length] <= 'f');
        int prefix = length < 3 && id[length] == "fnv"[length];
        if (!letter && !prefix) {
            return 0;
        }
    }
    return length != 0 && length < room;
}

static int is_inside(const struct reader *reader, uint64_t start, uint64_t size)
{
    return start >= FILE_DATA && start <= reader->size && size <= reader->size - start;
}

static int is_kind(const struct file_module *module)
{
    int edges = module->kind == COVRT_COUNTERS8 || module->kind == COVRT_FLAGS || module->kind == COVRT_GUARDS;
    return module->kind == 0 || (edges && module->counter_size == 1 && module->bitmap_size == 0 && module->counters_size != 0);
}

static int is_valid(const struct reader *reader, const struct file_region *region, const struct file_module *module)
{
    return module->ready == 1 && is_kind(module) && (module->counter_size == 1 || module->counter_size == 8) && module->counters_size <= MAX_COUNTER_BYTES
        && module->bitmap_size <= MAX_BITMAP_BYTES && is_id(module->id, sizeof(module->id))
        && is_inside(reader, region->counters, module->counters_size)
        && (module->bitmap_size == 0 || is_inside(reader, region->bitmap, module->bitmap_size))
        && (module->counter_size == 1 || ((region->counters | module->counters_size) & 7) == 0);
}

static int64_t visit_region(struct reader *reader, const struct file_region *region, uint32_t index,
                            int64_t (*visit)(struct reader *, const struct file_region *, uint32_t, const struct file_module *, void *), void *data)
{
    static struct file_module from;
    if (region->ready == 0) {
        return 0; /* its process died before anything was counted there */
    }
    if (region->ready != 1 || region->module >= FILE_MAX_MODULES || region->epoch != reader->epoch) {
        reader->damaged = 1;
        return 0;
    }
    int64_t error = read_piece(reader, &from, sizeof(from), FILE_MODULES + region->module * sizeof(from));
    if (error != 0) {
        return error;
    }
    if (!is_valid(reader, region, &from)) {
        reader->damaged = 1;
        return 0;
    }
    from.path[sizeof(from.path) - 1] = 0;
    return visit(reader, region, index, &from, data);
}

int64_t reader_visit(struct reader *reader, int64_t (*visit)(struct reader *, const struct file_region *, uint32_t, const struct file_module *, void *), void *data)
{
    int64_t error = 0;
    for (uint32_t first = 0; error == 0 && !reader->exhausted && first < reader->regions; first += 64) {
        uint32_t some = reader->regions - first < 64 ? reader->regions - first : 64;
        error = read_piece(reader, s_regions, some * sizeof(s_regions[0]), FILE_REGIONS + first * sizeof(s_regions[0]));
        for (uint32_t i = 0; error == 0 && !reader->exhausted && i < some; i++) {
            error = visit_region(reader, &s_regions[i], first + i, visit, data);
        }
    }
    return error;
}

int64_t reader_open(struct reader *reader, int fd)
{
    struct file_header header;
    struct sys_stat stat;
    memset(reader, 0, sizeof(*reader));
    reader->fd = fd;
    int64_t error = sys_stat_fd(fd, &stat);
    if (error == 0) {
        error = read_piece(reader, &header, sizeof(header), 0);
    }
    if (error != 0) {
        return error;
    }
    if (memcmp(header.magic, "CVSH", 4) != 0 || header.version != FILE_VERSION || stat.size < (int64_t)FILE_DATA) {
        return -EBADMSG_;
    }
    reader->size = (uint64_t)stat.size;
    reader->epoch = header.epoch;
    reader->budget = (uint64_t)stat.blocks * 512 * 4 + (1 << 20); /* some file systems count lazily */
    reader->damaged = header.region_next > FILE_MAX_REGIONS;
    reader->regions = reader->damaged ? FILE_MAX_REGIONS : header.region_next;
    return 0;
}

int64_t reader_close(struct reader *reader)
{
    uint32_t flags;
    const int64_t at = offsetof(struct file_header, flags);
    if (!reader->damaged) {
        return 0;
    }
    int64_t error = read_piece(reader, &flags, sizeof(flags), (uint64_t)at);
    if (error != 0 || (flags & FLAG_DAMAGED) != 0) {
        return error;
    }
    flags |= FLAG_DAMAGED;
    int64_t written = sys_pwrite(reader->fd, &flags, sizeof(flags), at);
    return written == sizeof(flags) ? 0 : written < 0 ? written : -EIO_;
}

static void add_counters(void *record, const void *from, uint64_t size, uint64_t at)
{
    hits_add_counters(record, from, size, at);
}

static void add_bitmap(void *record, const void *from, uint64_t size, uint64_t at)
{
    hits_add_bitmap(record, from, size, at);
}

/* A hits record of one region, when it is about LLVM's counters. */
static int64_t write_record(struct reader *reader, const struct file_region *region, uint32_t index, const struct file_module *from, void *data)
{
    static struct covrt_module module;
    struct writer *to = data;
    struct record record;
    (void)index;
    if (from->kind != 0) {
        return 0;
    }
    module.counter_size = from->counter_size;
    module.counters_size = from->counters_size;
    module.bitmap_size = from->bitmap_size;
    memcpy(module.id, from->id, sizeof(module.id));
    memcpy(module.path, from->path, sizeof(module.path));
    hits_begin(&record, to, &module);
    int64_t error = reader_span(reader, add_counters, &record, region->counters, module.counters_size);
    if (error == 0 && !reader->exhausted) {
        error = reader_span(reader, add_bitmap, &record, region->bitmap, module.bitmap_size);
    }
    hits_end(&record);
    if (record.counters == 0 && record.bits == 0 && s_named[region->module]) {
        to->at = record.start; /* says nothing new */
    }
    s_named[region->module] = 1;
    return error;
}

static int64_t read_file(int fd, struct writer *to)
{
    struct reader reader;
    int64_t error = reader_open(&reader, fd);
    if (error != 0) {
        return error;
    }
    memset(s_named, 0, sizeof(s_named));
    error = reader_visit(&reader, write_record, to);
    return error != 0 ? error : reader_close(&reader);
}

EXPORT int64_t covrt_file_read(int fd, void *out, uint64_t capacity)
{
    struct writer to = {out, capacity, 0};
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    int64_t error = read_file(fd, &to);
    lock_leave();
    return error != 0 ? error : (int64_t)to.at;
}
