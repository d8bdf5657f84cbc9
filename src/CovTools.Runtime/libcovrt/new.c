/* What was executed since a snapshot, straight from memory: the snapshot is compared, not copied. */
#include "block.h"

enum { PIECE = 65536 };

struct search {
    const void *block;
    uint64_t *out, capacity, found;
};

static void add(struct search *search, int part, uint64_t first, enum shape shape, const uint8_t *now, const uint8_t *before, uint64_t size)
{
    uint64_t room = search->found < search->capacity ? search->capacity - search->found : 0;
    uint64_t *out = search->out + (search->capacity - room);
    uint64_t found = loop_fresh(shape, now, before, size, out, room);
    for (uint64_t i = 0; i < found && i < room; i++) {
        out[i] = (uint64_t)(unsigned)part << 48 | (out[i] + first);
    }
    search->found += found;
}

/* Everything that was executed, for a module that the snapshot does not have. */
static void add_all(struct search *search, int part, enum shape shape, const struct covrt_module *module)
{
    static uint8_t s_none[PIECE]; /* the lock protects it */
    memset(s_none, shape == SHAPE_ZERO8 ? 0xff : 0, sizeof(s_none));
    for (uint64_t at = 0; at < module->counters_size; at += PIECE) {
        uint64_t size = module->counters_size - at < PIECE ? module->counters_size - at : PIECE;
        add(search, part, at / module->counter_size, shape, (const uint8_t *)module->counters + at, s_none, size);
    }
}

static void find(void *data)
{
    struct search *search = data;
    struct block_header header;
    memcpy(&header, search->block, sizeof(header));
    for (int i = 0; i < module_count; i++) {
        const struct covrt_module *module = &modules[i].public;
        enum shape shape = module_shape(modules[i].kind, module->counter_size);
        if (!module_selected(&modules[i], header.kinds)) {
            continue;
        }
        const struct block_module *before = block_find(search->block, &modules[i]);
        if (before == NULL) {
            add_all(search, i, shape, module);
        } else {
            add(search, i, 0, shape, (const uint8_t *)module->counters, (const uint8_t *)search->block + before->counters_at, module->counters_size);
        }
    }
}

EXPORT int64_t covrt_new(const void *block, uint64_t size, uint64_t *out, uint64_t capacity)
{
    struct search search = {block, out, capacity, 0};
    uint64_t offset;
    if (block_check(block, size, 0, &offset) != 0) {
        return -EBADMSG_;
    }
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_use(find, &search);
    lock_leave();
    return (int64_t)search.found;
}
