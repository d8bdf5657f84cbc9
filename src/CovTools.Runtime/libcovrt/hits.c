/* Hits records (docs/driver-protocol.md): the non-zero counters of a module, as bytes. */
#include "hits.h"

enum { HEAD = 34 };

static void put(struct writer *to, uint8_t byte)
{
    if (to->at < to->capacity) {
        to->out[to->at] = byte;
    }
    to->at++;
}

static void put_uleb(struct writer *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) {
        put(to, (uint8_t)(value | 0x80));
    }
    put(to, (uint8_t)value);
}

static void put_little(struct writer *to, uint64_t value, int size)
{
    for (; size != 0; size--, value >>= 8) {
        put(to, (uint8_t)value);
    }
}

/* Bounded: the text may come from a file that anybody can write. */
static uint64_t bounded_length(const char *text, uint64_t room)
{
    uint64_t length = 0;
    while (length < room && text[length] != 0) {
        length++;
    }
    return length;
}

void hits_begin(struct record *record, struct writer *to, const struct covrt_module *module)
{
    uint64_t id = bounded_length(module->id, sizeof(module->id)), path = bounded_length(module->path, sizeof(module->path));
    memset(record, 0, sizeof(*record));
    record->to = to;
    record->start = to->at;
    record->counter_size = module->counter_size;
    put(to, 'H');
    put(to, (uint8_t)module->counter_size);
    put_little(to, id, 2);
    put_little(to, path, 2);
    put_little(to, module->counters_size, 8);
    put_little(to, module->bitmap_size, 8);
    put_little(to, 0, 12);
    for (uint64_t i = 0; i < id; i++) {
        put(to, (uint8_t)module->id[i]);
    }
    for (uint64_t i = 0; i < path; i++) {
        put(to, (uint8_t)module->path[i]);
    }
    record->body = to->at;
}

/* Fills in what is known only now. */
void hits_end(const struct record *record)
{
    struct writer head = *record->to;
    head.at = record->start + HEAD - 12;
    put_little(&head, record->counters, 4);
    put_little(&head, record->bits, 4);
    put_little(&head, record->to->at - record->body, 4);
}

static void add_entry(struct record *record, uint64_t index, uint64_t value)
{
    put_uleb(record->to, index - record->next);
    put_uleb(record->to, value);
    record->next = index + 1;
    record->counters++;
}

static void add_counters(struct record *record, const uint64_t *values, uint64_t count, uint64_t index)
{
    for (uint64_t i = 0; i < count; i++) {
        while (count - i > 8 && (values[i] | values[i + 1] | values[i + 2] | values[i + 3] | values[i + 4] | values[i + 5] | values[i + 6] | values[i + 7]) == 0) {
            i += 8;
        }
        if (values[i] != 0) {
            add_entry(record, index + i, values[i]);
        }
    }
}

static void add_single_bytes(struct record *record, const uint8_t *values, uint64_t count, uint64_t index)
{
    for (uint64_t i = 0; i < count; i++) {
        if (values[i] == 0) {
            add_entry(record, index + i, 1);
        }
    }
}

void hits_add_counters(struct record *record, const void *from, uint64_t size, uint64_t at)
{
    if (record->counter_size == 8) {
        add_counters(record, from, size / 8, at / 8);
    } else {
        add_single_bytes(record, from, size, at);
    }
}

void hits_add_bitmap(struct record *record, const void *from, uint64_t size, uint64_t at)
{
    const uint8_t *values = from;
    for (uint64_t i = 0; i < size; i++) {
        if (values[i] != 0) {
            put_uleb(record->to, at + i - record->next_bit);
            put(record->to, values[i]);
            record->next_bit = at + i + 1;
            record->bits++;
        }
    }
}

static void write_all(void *data)
{
    for (int i = 0; i < module_count; i++) {
        const struct covrt_module *module = &modules[i].public;
        struct record record;
        if (module->state == STATE_OK && modules[i].kind == COVRT_LLVM) {
            hits_begin(&record, data, module);
            hits_add_counters(&record, (const void *)module->counters, module->counters_size, 0);
            hits_add_bitmap(&record, (const void *)module->bitmap, module->bitmap_size, 0);
            hits_end(&record);
        }
    }
}

EXPORT int64_t covrt_memory_read(void *out, uint64_t capacity)
{
    struct writer to = {out, capacity, 0};
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_use(write_all, &to);
    lock_leave();
    return (int64_t)to.at;
}
