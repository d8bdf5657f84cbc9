/* A snapshot of a counters file: what its processes counted, added up by module. */
#include "block.h"
#include "read.h"

struct summing {
    uint32_t kinds;
    int others;                               /* leave out what this process counts */
    struct block_plan plan;
    void *out;
    uint64_t capacity;
    int32_t place[FILE_MAX_MODULES];          /* index in the block plus one */
};

static struct summing s_summing; /* the lock protects both */
static struct covrt_module s_module;

static uint32_t kind_of(const struct file_module *module)
{
    return module->kind == 0 ? COVRT_LLVM : module->kind;
}

static int is_wanted(const struct summing *summing, uint32_t index, const struct file_module *module)
{
    return (kind_of(module) & summing->kinds) != 0 && module->counters_size != 0 && !(summing->others && file_is_mine(index));
}

static void describe(const struct file_module *from)
{
    memset(&s_module, 0, sizeof(s_module));
    s_module.counter_size = from->counter_size;
    s_module.counters_size = from->counters_size;
    s_module.bitmap_size = from->bitmap_size;
    (void)text_copy(s_module.id, sizeof(s_module.id), from->id);
    (void)text_copy(s_module.path, sizeof(s_module.path), from->path);
}

static int64_t plan(struct reader *reader, const struct file_region *region, uint32_t index, const struct file_module *module, void *data)
{
    struct summing *summing = data;
    (void)reader;
    if (is_wanted(summing, index, module) && summing->place[region->module] == 0) {
        summing->place[region->module] = (int32_t)++summing->plan.count;
        describe(module);
        block_place(&summing->plan, NULL, &s_module, kind_of(module));
    }
    return 0;
}

struct target { enum shape shape; uint8_t *values; };

static void add(void *to, const void *from, uint64_t size, uint64_t at)
{
    const struct target *target = to;
    loop_merge(target->shape, target->values + at, from, size);
}

static int64_t sum(struct reader *reader, const struct file_region *region, uint32_t index, const struct file_module *module, void *data)
{
    struct summing *summing = data;
    int32_t place = summing->place[region->module];
    if (!is_wanted(summing, index, module) || place == 0) {
        return 0; /* a module that appeared after the planning */
    }
    const struct block_module *to = block_modules_of(summing->out) + place - 1;
    if (to->counters_size != module->counters_size || to->bitmap_size != module->bitmap_size || to->counter_size != module->counter_size || to->kind != kind_of(module)) {
        reader->damaged = 1; /* somebody changes the table under us */
        return 0;
    }
    struct target counters = {module_shape(to->kind, to->counter_size), (uint8_t *)summing->out + to->counters_at};
    struct target bitmap = {SHAPE_BITS, (uint8_t *)summing->out + to->bitmap_at};
    int64_t error = reader_span(reader, add, &counters, region->counters, to->counters_size);
    return error != 0 || reader->exhausted ? error : reader_span(reader, add, &bitmap, region->bitmap, to->bitmap_size);
}

/* Enters a module into the table of the block, with nothing executed. */
static int64_t enter(struct reader *reader, const struct file_region *region, uint32_t index, const struct file_module *module, void *data)
{
    struct summing *summing = data;
    if (!is_wanted(summing, index, module) || summing->place[region->module] != (int32_t)summing->plan.count + 1) {
        return 0;
    }
    struct block_module *to = block_modules(summing->out) + summing->plan.count++;
    describe(module);
    block_place(&summing->plan, to, &s_module, kind_of(module));
    if (summing->plan.at > summing->capacity) { /* the table changed since it was measured */
        reader->damaged = 1;
        return -EBADMSG_;
    }
    memset((uint8_t *)summing->out + to->counters_at, module_shape(to->kind, to->counter_size) == SHAPE_ZERO8 ? 0xff : 0, to->counters_size);
    memset((uint8_t *)summing->out + to->bitmap_at, 0, to->bitmap_size);
    return 0;
}

static int64_t snapshot(int fd, uint64_t *needed)
{
    struct reader reader;
    struct summing *summing = &s_summing;
    int64_t error = reader_open(&reader, fd);
    block_begin(&summing->plan, 0);
    error = error != 0 ? error : reader_visit(&reader, plan, summing);
    if (error != 0) {
        return error;
    }
    uint32_t count = summing->plan.count;
    summing->plan.at += count * sizeof(struct block_module); /* a multiple of 64: nothing moves */
    *needed = summing->plan.at;
    if (*needed > summing->capacity) {
        return 0;
    }
    block_begin(&summing->plan, count);
    summing->plan.count = 0;
    error = reader_visit(&reader, enter, summing);
    if (error == 0 && summing->plan.count != count) {
        return -EBADMSG_;
    }
    block_finish(&summing->plan, summing->out, summing->kinds);
    *needed = summing->plan.at;
    error = error != 0 ? error : reader_visit(&reader, sum, summing);
    return error != 0 ? error : reader_close(&reader);
}

EXPORT int64_t covrt_file_snapshot(int fd, int others, uint32_t kinds, void *out, uint64_t capacity)
{
    uint64_t needed = 0;
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    memset(&s_summing, 0, sizeof(s_summing));
    s_summing.kinds = kinds;
    s_summing.others = others;
    s_summing.out = out;
    s_summing.capacity = capacity;
    int64_t error = snapshot(fd, &needed);
    lock_leave();
    return error != 0 ? error : (int64_t)needed;
}
