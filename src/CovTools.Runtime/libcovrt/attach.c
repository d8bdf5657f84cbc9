/* Moves the counters of this process onto the counters file: the pages that hold them are replaced by pages of the file, in one step. Pages that
 * also hold other data of the module ("edges") are copied, and in a forked child they are taken from a copy that was made before the fork, because
 * the parent, which shares the old ones, runs on. */
#include "internal.h"
#include "layout.h"

static uint8_t *s_pool; /* pages for copies of edges */
static uint64_t s_pool_pages;

static uint8_t *pool_page(void)
{
    if (s_pool_pages == 0) {
        long mapped = sys_map(NULL, 64 * page_size(), MAP_PRIVATE_ | MAP_ANONYMOUS_, -1, 0);
        if (sys_failed(mapped)) {
            return NULL;
        }
        s_pool = (uint8_t *)mapped;
        s_pool_pages = 64;
    }
    s_pool_pages--;
    s_pool += page_size();
    return s_pool - page_size();
}

/* Sets the part of [start, start + size) that lies in [low, high), seen through `shift`, to one value. */
static void set_part(uint64_t start, uint64_t size, uint64_t low, uint64_t high, uint64_t shift, int value)
{
    uint64_t from = start > low ? start : low, to = start + size < high ? start + size : high;
    if (from < to) {
        memset((void *)(from + shift), value, to - from);
    }
}

static void copy_interior(uint64_t start, uint64_t size, const struct range *range, uint64_t shift)
{
    uint64_t page = page_size(), first = (start + page - 1) & ~(page - 1), end = (start + size) & ~(page - 1);
    if (start < range->start || start >= range->start + range->size) {
        return;
    }
    for (uint64_t at = first; at < end; at += page) {
        if (!all_zero((const void *)at, page)) {
            memcpy((void *)(at + shift), (const void *)at, page);
        }
    }
}

/* Writes what the pages of a range shall hold into `target`, which is all zero. Clean: nothing was executed; else: what is there now. */
static void fill(const struct module *module, const struct range *range, uint8_t *target, int saved, int clean)
{
    const struct covrt_module *of = &module->public;
    uint64_t shift = (uint64_t)target - range->start, page = page_size();
    for (int e = 0; e < range->edge_count; e++) {
        uint64_t edge = range->edges[e];
        const void *from = saved && range->saved[e] != NULL ? range->saved[e] : (const void *)edge;
        memcpy((void *)(edge + shift), from, page);
        if (clean) {
            set_part(of->counters, of->counters_size, edge, edge + page, shift, 0);
            set_part(of->bitmap, of->bitmap_size, edge, edge + page, shift, 0);
        }
    }
    if (!clean) {
        copy_interior(of->counters, of->counters_size, range, shift);
        copy_interior(of->bitmap, of->bitmap_size, range, shift);
    } else if (module_shape(module->kind, of->counter_size) == SHAPE_ZERO8) {
        set_part(of->counters, of->counters_size, range->start, range->start + range->size, shift, 0xff);
    }
}

/* Puts new memory (of the file, or private when fd < 0) under a range. */
static int replace(const struct module *module, struct range *range, int fd, uint64_t offset, int saved, int clean)
{
    long mapped = sys_map(NULL, range->size, fd < 0 ? MAP_PRIVATE_ | MAP_ANONYMOUS_ : MAP_SHARED_, fd, fd < 0 ? 0 : offset);
    if (sys_failed(mapped)) {
        return (int)mapped;
    }
    fill(module, range, (uint8_t *)mapped, saved, clean);
    long moved = sys_move((void *)mapped, range->size, (void *)range->start);
    if (sys_failed(moved)) {
        (void)sys_unmap((void *)mapped, range->size);
        return (int)moved;
    }
    range->offset = fd < 0 ? 0 : offset;
    return 0;
}

static int move_to_file(struct module *module, int saved, int clean)
{
    int fd = file_descriptor();
    if (module->kind == COVRT_GUARDS) {
        edges_stale();
    }
    for (int i = 0; i < module->range_count; i++) {
        uint64_t offset = fd < 0 ? 0 : file_allocate(module->ranges[i].size);
        if (offset == 0 || replace(module, &module->ranges[i], fd, offset, saved, clean) != 0) {
            return 0;
        }
    }
    return file_publish(module);
}

/* For a module that is not attached yet. */
static void attach(struct module *module)
{
    for (int i = 0; i < module->range_count; i++) {
        for (int e = 0; e < module->ranges[i].edge_count; e++) {
            if (module->ranges[i].saved[e] == NULL) {
                module->ranges[i].saved[e] = pool_page();
            }
        }
    }
    module->attached = 1; /* even when it fails half-way: what was mapped is shared with a child until the child moves away */
    if (!move_to_file(module, 0, module->clean)) {
        file_lost();
    }
}

/* The range is still our file's, where we put it. */
static int check_mapping(const struct mapping *mapping, void *data)
{
    (void)data;
    for (int i = 0; i < module_count; i++) {
        for (int r = 0; modules[i].attached == 1 && r < modules[i].range_count; r++) {
            struct range *range = &modules[i].ranges[r];
            if (range->start >= mapping->start && range->start < mapping->end && mapping->inode == file_inode()
                && mapping->offset + (range->start - mapping->start) == range->offset) {
                range->found = 1;
            }
        }
    }
    return 0;
}

/* After objects were unloaded: a module that was loaded again at the same address looks the same, but its counters are not in the file. Makes
 * such modules unattached. 0 or -errno. */
int attach_find_lost(void)
{
    int any = 0;
    for (int i = 0; i < module_count; i++) {
        any |= modules[i].attached == 1;
        modules[i].ranges[0].found = modules[i].ranges[1].found = 0;
    }
    int error = any ? maps_walk(check_mapping, NULL) : 0;
    for (int i = 0; error == 0 && i < module_count; i++) {
        for (int r = 0; modules[i].attached == 1 && r < modules[i].range_count; r++) {
            if (!modules[i].ranges[r].found) {
                modules[i].attached = 0;
            }
        }
    }
    return error;
}

static void find_lost_after_unloading(void)
{
    if (file_header != NULL && modules_take_unloaded() && attach_find_lost() != 0) {
        file_lost();
    }
}

/* Call it where no other thread can be in the middle of loading an object: from a constructor, or in a process with one thread. */
void attach_modules(void)
{
    find_lost_after_unloading();
    for (int i = 0; file_header != NULL && i < module_count; i++) {
        if (modules[i].public.state == STATE_OK && !modules[i].attached) {
            attach(&modules[i]);
        } else if (modules[i].public.state == STATE_REFUSED) {
            file_lost();
        }
    }
}

/* Before fork: the edges as the child has to find them. */
void attach_save_edges(void *unused)
{
    (void)unused;
    find_lost_after_unloading();
    for (int i = 0; i < module_count; i++) {
        for (int r = 0; modules[i].attached && r < modules[i].range_count; r++) {
            struct range *range = &modules[i].ranges[r];
            for (int e = 0; e < range->edge_count; e++) {
                if (range->saved[e] != NULL) {
                    memcpy(range->saved[e], (const void *)range->edges[e], page_size());
                }
            }
        }
    }
}

/* In a forked child: regions of its own, nothing executed yet. When the file has no room, memory of its own, so that parent and child at least
 * do not write into each other's data. */
void attach_again_in_child(void)
{
    file_forget_mine();
    if (modules_unloaded()) {
        (void)attach_find_lost(); /* another thread may have unloaded one just before the fork; without /proc we cannot know, and go on */
    }
    for (int i = 0; i < module_count; i++) {
        struct module *module = &modules[i];
        if (!module->attached && module->public.state == STATE_OK) { /* loaded since, and could not be moved while there were threads: there is one now */
            module->clean = 1;
            attach(module);
            continue;
        }
        if (!module->attached || move_to_file(module, 1, 1)) {
            continue;
        }
        file_lost();
        for (int r = 0; r < module->range_count; r++) {
            (void)replace(module, &module->ranges[r], -1, 0, 1, 1);
        }
        module->attached = 2; /* private: nothing to move in further children */
    }
}
