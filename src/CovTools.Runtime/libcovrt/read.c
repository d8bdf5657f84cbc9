/* Reads a counters file. Any process of a script can write anything into it: every number is checked before it is used, nothing is mapped, and
 * the work is bounded by the bytes that the file really has. */
#include "hits.h"
#include "layout.h"

struct reader {
    int fd;
    uint32_t epoch;
    uint64_t size;   /* of the file */
    uint64_t budget; /* bytes that may be read: regions that overlap would otherwise let a small file say very much */
    int damaged;
    int exhausted;   /* the budget is used up: what follows cannot be true */
};

typedef void add_piece(struct record *, const void *, uint64_t, uint64_t);

static uint8_t s_buffer[65536] __attribute__((aligned(8)));
static struct file_region s_regions[64];
static uint8_t s_named[FILE_MAX_MODULES]; /* modules that have a record already */

static int64_t read_piece(struct reader *reader, void *to, uint64_t size, uint64_t at)
{
    int64_t got = sys_pread(reader->fd, to, size, (int64_t)at);
    return got == (int64_t)size ? 0 : got < 0 ? got : -EIO_;
}

/* The parts of [start, start + size) that are not holes of the file. */
static int64_t read_span(struct reader *reader, struct record *record, add_piece *add, uint64_t start, uint64_t size)
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
            add(record, s_buffer, count, at - start);
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

static int is_valid(const struct reader *reader, const struct file_region *region, const struct file_module *module)
{
    return module->ready == 1 && (module->counter_size == 1 || module->counter_size == 8) && module->counters_size <= MAX_COUNTER_BYTES
        && module->bitmap_size <= MAX_BITMAP_BYTES && is_id(module->id, sizeof(module->id))
        && is_inside(reader, region->counters, module->counters_size)
        && (module->bitmap_size == 0 || is_inside(reader, region->bitmap, module->bitmap_size))
        && (module->counter_size == 1 || ((region->counters | module->counters_size) & 7) == 0);
}

static int64_t read_region(struct reader *reader, const struct file_region *region, struct writer *to)
{
    static struct file_module from;
    static struct covrt_module module;
    struct record record;
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
    module.counter_size = from.counter_size;
    module.counters_size = from.counters_size;
    module.bitmap_size = from.bitmap_size;
    memcpy(module.id, from.id, sizeof(module.id));
    memcpy(module.path, from.path, sizeof(module.path));
    hits_begin(&record, to, &module);
    error = read_span(reader, &record, hits_add_counters, region->counters, module.counters_size);
    if (error == 0 && !reader->exhausted) {
        error = read_span(reader, &record, hits_add_bitmap, region->bitmap, module.bitmap_size);
    }
    hits_end(&record);
    if (record.counters == 0 && record.bits == 0 && s_named[region->module]) {
        to->at = record.start; /* says nothing new */
    }
    s_named[region->module] = 1;
    return error;
}

static int64_t read_regions(struct reader *reader, uint32_t count, struct writer *to)
{
    int64_t error = 0;
    for (uint32_t first = 0; error == 0 && !reader->exhausted && first < count; first += 64) {
        uint32_t some = count - first < 64 ? count - first : 64;
        error = read_piece(reader, s_regions, some * sizeof(s_regions[0]), FILE_REGIONS + first * sizeof(s_regions[0]));
        for (uint32_t i = 0; error == 0 && !reader->exhausted && i < some; i++) {
            error = read_region(reader, &s_regions[i], to);
        }
    }
    return error;
}

static int64_t read_file(int fd, struct writer *to)
{
    struct file_header header;
    struct sys_stat stat;
    struct reader reader = {.fd = fd};
    int64_t error = sys_stat_fd(fd, &stat);
    if (error == 0) {
        error = read_piece(&reader, &header, sizeof(header), 0);
    }
    if (error != 0) {
        return error;
    }
    if (memcmp(header.magic, "CVSH", 4) != 0 || header.version != FILE_VERSION || stat.size < (int64_t)FILE_DATA) {
        return -EBADMSG_;
    }
    reader.size = (uint64_t)stat.size;
    reader.epoch = header.epoch;
    reader.budget = (uint64_t)stat.blocks * 512 * 4 + (1 << 20); /* some file systems count lazily */
    reader.damaged = header.region_next > FILE_MAX_REGIONS;
    memset(s_named, 0, sizeof(s_named));
    error = read_regions(&reader, reader.damaged ? FILE_MAX_REGIONS : header.region_next, to);
    if (error == 0 && reader.damaged && (header.flags & FLAG_DAMAGED) == 0) {
        header.flags |= FLAG_DAMAGED;
        int64_t written = sys_pwrite(fd, &header.flags, sizeof(header.flags), offsetof(struct file_header, flags));
        error = written == sizeof(header.flags) ? 0 : written < 0 ? written : -EIO_;
    }
    return error;
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
