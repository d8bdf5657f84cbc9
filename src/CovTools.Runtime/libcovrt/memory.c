/* Counters of this process as values: counting, snapshots, and bringing snapshots back. */
#include "block.h"

enum { REPLACE = 0, MERGE = 1 };

enum shape module_shape(uint32_t kind, uint32_t counter_size)
{
    if (kind == COVRT_LLVM) {
        return counter_size == 8 ? SHAPE_COUNT64 : SHAPE_ZERO8;
    }
    return kind == COVRT_COUNTERS8 ? SHAPE_COUNT8 : SHAPE_FLAG8;
}

int module_selected(const struct module *module, uint32_t kinds)
{
    if (module->public.state != STATE_OK || (module->kind & kinds) == 0) {
        return 0;
    }
    for (int i = 0; (module->kind & (COVRT_COUNTERS8 | COVRT_FLAGS)) != 0 && i < module_count; i++) {
        const struct module *other = &modules[i];
        if (other->kind != module->kind && other->public.state == STATE_OK && other->base == module->base && (other->kind & kinds) != 0
            && (other->kind == COVRT_GUARDS || (other->kind == COVRT_COUNTERS8 && module->kind == COVRT_FLAGS))) {
            return 0;
        }
    }
    return 1;
}

static enum shape shape_of(const struct module *module)
{
    return module_shape(module->kind, module->public.counter_size);
}

struct sum { uint32_t kinds; int64_t total, covered; };

static void count_totals(void *data)
{
    struct sum *sum = data;
    for (int i = 0; i < module_count; i++) {
        if (module_selected(&modules[i], sum->kinds)) {
            sum->total += (int64_t)(modules[i].public.counters_size / modules[i].public.counter_size);
        }
    }
}

static void count_covered(void *data)
{
    struct sum *sum = data;
    for (int i = 0; i < module_count; i++) {
        const struct module *module = &modules[i];
        if (module_selected(module, sum->kinds)) {
            sum->covered += (int64_t)loop_count(shape_of(module), (const void *)module->public.counters, module->public.counters_size);
        }
    }
}

EXPORT int64_t covrt_total(uint32_t kinds)
{
    struct sum sum = {kinds, -EDEADLK_, 0};
    if (lock_enter()) {
        sum.total = 0;
        start();
        modules_use(count_totals, &sum);
        lock_leave();
    }
    return sum.total;
}

EXPORT int64_t covrt_covered(uint32_t kinds)
{
    struct sum sum = {kinds, 0, -EDEADLK_};
    if (lock_enter()) {
        sum.covered = 0;
        start();
        modules_use(count_covered, &sum);
        lock_leave();
    }
    return sum.covered;
}

void memory_clear(uint32_t kinds, int all)
{
    struct edges_watch watch = edges_watch();
    for (int i = 0; i < module_count; i++) {
        struct module *module = &modules[i];
        if (all ? module->public.state == STATE_OK && (module->kind & kinds) != 0 : module_selected(module, kinds)) {
            loop_clear(shape_of(module), (void *)module->public.counters, module->public.counters_size);
            loop_clear(SHAPE_BITS, (void *)module->public.bitmap, module->public.bitmap_size);
            module->clean = 1;
        }
    }
    if ((kinds & COVRT_GUARDS) != 0) {
        edges_counted(watch, 0);
    }
}

uint64_t memory_snapshot(uint32_t kinds, void *out, uint64_t capacity)
{
    struct block_plan plan;
    uint32_t count = 0;
    for (int i = 0; i < module_count; i++) {
        count += (uint32_t)module_selected(&modules[i], kinds);
    }
    block_begin(&plan, count);
    for (int i = 0; i < module_count; i++) {
        if (module_selected(&modules[i], kinds)) {
            block_place(&plan, NULL, &modules[i].public, modules[i].kind);
        }
    }
    if (plan.at > capacity) {
        return plan.at;
    }
    struct block_module *to = block_modules(out);
    block_begin(&plan, count);
    for (int i = 0; i < module_count; i++) {
        const struct covrt_module *from = &modules[i].public;
        if (module_selected(&modules[i], kinds)) {
            block_place(&plan, to, from, modules[i].kind);
            memcpy((uint8_t *)out + to->counters_at, (const void *)from->counters, from->counters_size);
            memcpy((uint8_t *)out + to->bitmap_at, (const void *)from->bitmap, from->bitmap_size);
            to++;
        }
    }
    block_finish(&plan, out, kinds);
    return plan.at;
}

/* The loaded module that a module of a block is: the same file, else the same build loaded from elsewhere. */
static struct module *match(const struct block_module *from)
{
    struct module *same_build = NULL;
    for (int i = 0; i < module_count; i++) {
        int is = block_is(from, &modules[i]);
        if (is == 2) {
            return &modules[i];
        }
        same_build = is == 1 ? &modules[i] : same_build;
    }
    return same_build;
}

static void apply_values(struct module *module, enum shape shape, uint64_t to, const uint8_t *from, uint64_t size, int how)
{
    if (how == MERGE) {
        loop_merge(shape, (void *)to, from, size);
    } else {
        memcpy((void *)to, from, size);
    }
    module->clean = 0;
}

/* Returns how many modules are missing. */
int memory_apply(const void *block, int how, int strict)
{
    struct block_header header;
    const struct block_module *from = block_modules_of(block);
    struct edges_watch watch = edges_watch();
    int missing = 0;
    memcpy(&header, block, sizeof(header));
    for (uint32_t i = 0; i < header.count; i++) {
        missing += match(&from[i]) == NULL;
    }
    if (strict && missing != 0) {
        return missing;
    }
    for (int i = 0; how == REPLACE && i < module_count; i++) {
        modules[i].seen = 0;
    }
    for (uint32_t i = 0; i < header.count; i++) {
        struct module *module = match(&from[i]);
        if (module != NULL) {
            apply_values(module, shape_of(module), module->public.counters, (const uint8_t *)block + from[i].counters_at, from[i].counters_size, how);
            apply_values(module, SHAPE_BITS, module->public.bitmap, (const uint8_t *)block + from[i].bitmap_at, from[i].bitmap_size, how);
            module->seen = 1;
        }
    }
    for (int i = 0; how == REPLACE && i < module_count; i++) {
        struct module *module = &modules[i];
        if (!module->seen && module_selected(module, header.kinds)) {
            loop_clear(shape_of(module), (void *)module->public.counters, module->public.counters_size);
            loop_clear(SHAPE_BITS, (void *)module->public.bitmap, module->public.bitmap_size);
        }
    }
    if ((header.kinds & COVRT_GUARDS) != 0) {
        edges_counted(watch, edges_count());
    }
    return missing;
}

struct request { uint32_t kinds; void *out; uint64_t capacity, result; };

static void snapshot(void *data)
{
    struct request *request = data;
    request->result = memory_snapshot(request->kinds, request->out, request->capacity);
}

EXPORT int64_t covrt_snapshot(uint32_t kinds, void *out, uint64_t capacity)
{
    struct request request = {kinds, out, capacity, 0};
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_use(snapshot, &request);
    lock_leave();
    return (int64_t)request.result;
}

struct application { const void *block; int how, strict, missing; };

static void apply(void *data)
{
    struct application *application = data;
    application->missing = memory_apply(application->block, application->how, application->strict);
}

EXPORT int covrt_apply(const void *block, uint64_t size, int how, int strict)
{
    struct application application = {block, how, strict, 0};
    uint64_t offset;
    if (block_check(block, size, 0, &offset) != 0 || (how != REPLACE && how != MERGE)) {
        return -EBADMSG_;
    }
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_use(apply, &application);
    lock_leave();
    return application.missing;
}
