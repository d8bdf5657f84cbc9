/* The format of snapshots: laying them out and checking them. */
#include "block.h"

enum reason {
    SHORT = 1, MAGIC, VERSION, SIZE, KINDS, COUNT, RESERVED, KIND, COUNTER_SIZE, COUNTERS_SIZE, BITMAP_SIZE, PLACE, ID, PATH, CHECKSUM, REASONS
};

static uint64_t align(uint64_t at)
{
    return (at + BLOCK_ALIGN - 1) & ~(uint64_t)(BLOCK_ALIGN - 1);
}

void block_begin(struct block_plan *plan, uint32_t count)
{
    plan->count = count;
    plan->at = sizeof(struct block_header) + count * sizeof(struct block_module);
}

void block_place(struct block_plan *plan, struct block_module *to, const struct covrt_module *module, uint32_t kind)
{
    uint64_t counters = align(plan->at), bitmap = align(counters + module->counters_size);
    plan->at = module->bitmap_size == 0 ? counters + module->counters_size : bitmap + module->bitmap_size;
    if (to != NULL) {
        memset(to, 0, sizeof(*to));
        to->kind = kind;
        to->counter_size = module->counter_size;
        to->counters_size = module->counters_size;
        to->bitmap_size = module->bitmap_size;
        to->counters_at = counters;
        to->bitmap_at = module->bitmap_size == 0 ? 0 : bitmap;
        memcpy(to->id, module->id, sizeof(to->id));
        memcpy(to->path, module->path, sizeof(to->path));
    }
}

/* The header, and zero bytes between the values. */
void block_finish(const struct block_plan *plan, void *block, uint32_t kinds)
{
    struct block_header header = {{'C', 'V', 'S', 'N'}, BLOCK_VERSION, plan->count, kinds, plan->at, 0, {0}};
    const struct block_module *module = block_modules_of(block);
    uint64_t end = sizeof(header) + plan->count * sizeof(*module);
    memcpy(block, &header, sizeof(header));
    for (uint32_t i = 0; i < plan->count; i++, module++) {
        memset((uint8_t *)block + end, 0, module->counters_at - end);
        end = module->counters_at + module->counters_size;
        if (module->bitmap_size != 0) {
            memset((uint8_t *)block + end, 0, module->bitmap_at - end);
            end = module->bitmap_at + module->bitmap_size;
        }
    }
}

int block_is(const struct block_module *in_block, const struct module *module)
{
    const struct covrt_module *loaded = &module->public;
    if (loaded->state != STATE_OK || module->kind != in_block->kind || loaded->counter_size != in_block->counter_size || loaded->counters_size != in_block->counters_size
        || loaded->bitmap_size != in_block->bitmap_size || memcmp(loaded->id, in_block->id, sizeof(in_block->id)) != 0) {
        return 0;
    }
    return memcmp(loaded->path, in_block->path, sizeof(in_block->path)) == 0 ? 2 : 1;
}

const struct block_module *block_find(const void *block, const struct module *module)
{
    const struct block_module *same_build = NULL, *at = block_modules_of(block);
    struct block_header header;
    memcpy(&header, block, sizeof(header));
    for (uint32_t i = 0; i < header.count; i++) {
        int is = block_is(&at[i], module);
        if (is == 2) {
            return &at[i];
        }
        same_build = is == 1 ? &at[i] : same_build;
    }
    return same_build;
}

static uint64_t checksum(const void *block, uint64_t size)
{
    uint64_t first[4];
    memcpy(first, block, 24);
    first[3] = loop_checksum((const uint8_t *)block + 32, size - 32);
    return loop_checksum(first, sizeof(first));
}

EXPORT void covrt_block_seal(void *block, uint64_t size)
{
    uint64_t sum = checksum(block, size);
    memcpy((uint8_t *)block + offsetof(struct block_header, checksum), &sum, 8);
}

/* `room` bytes that hold text, a NUL, and nothing else. */
static int is_text(const char *text, uint64_t room)
{
    uint64_t length = 0;
    while (length < room && text[length] != 0) {
        length++;
    }
    return length < room && all_zero(text + length, room - length);
}

static int fail(enum reason reason, uint64_t at, uint64_t *offset)
{
    *offset = at;
    return reason;
}

static int check_module(const struct block_module *module, struct block_plan *plan, uint64_t at, uint64_t size, uint64_t *offset)
{
    struct covrt_module sizes = {.counters_size = module->counters_size, .bitmap_size = module->bitmap_size};
    struct block_module expected;
    if (module->kind != COVRT_LLVM && module->kind != COVRT_COUNTERS8 && module->kind != COVRT_FLAGS && module->kind != COVRT_GUARDS) {
        return fail(KIND, at, offset);
    }
    if (module->counter_size != 1 && (module->counter_size != 8 || module->kind != COVRT_LLVM)) {
        return fail(COUNTER_SIZE, at + 4, offset);
    }
    if (module->counters_size > MAX_COUNTER_BYTES || module->counters_size % module->counter_size != 0 || module->counters_size == 0) {
        return fail(COUNTERS_SIZE, at + 8, offset);
    }
    if (module->bitmap_size > MAX_BITMAP_BYTES || (module->bitmap_size != 0 && module->kind != COVRT_LLVM)) {
        return fail(BITMAP_SIZE, at + 16, offset);
    }
    block_place(plan, &expected, &sizes, 0);
    if (module->counters_at != expected.counters_at || module->bitmap_at != expected.bitmap_at || plan->at > size) {
        return fail(PLACE, at + 24, offset);
    }
    if (module->id[0] == 0 || !is_text(module->id, sizeof(module->id))) {
        return fail(ID, at + offsetof(struct block_module, id), offset);
    }
    if (!is_text(module->path, sizeof(module->path))) {
        return fail(PATH, at + offsetof(struct block_module, path), offset);
    }
    return all_zero(module->reserved, sizeof(module->reserved)) ? 0 : fail(RESERVED, at + offsetof(struct block_module, reserved), offset);
}

int block_check(const void *block, uint64_t size, int sealed, uint64_t *offset)
{
    struct block_header header;
    struct block_plan plan;
    if (size < sizeof(header)) {
        return fail(SHORT, size, offset);
    }
    memcpy(&header, block, sizeof(header));
    if (memcmp(header.magic, "CVSN", 4) != 0) {
        return fail(MAGIC, 0, offset);
    }
    if (header.version != BLOCK_VERSION) {
        return fail(VERSION, 4, offset);
    }
    if (header.count > BLOCK_MAX_MODULES || header.count * sizeof(struct block_module) > size - sizeof(header)) {
        return fail(COUNT, 8, offset);
    }
    if ((header.kinds & ~(uint32_t)COVRT_ALL) != 0) {
        return fail(KINDS, 12, offset);
    }
    if (header.size != size) {
        return fail(SIZE, 16, offset);
    }
    if (!all_zero(header.reserved, sizeof(header.reserved))) {
        return fail(RESERVED, offsetof(struct block_header, reserved), offset);
    }
    block_begin(&plan, header.count);
    for (uint32_t i = 0; i < header.count; i++) {
        struct block_module module;
        uint64_t at = sizeof(header) + i * sizeof(module);
        memcpy(&module, (const uint8_t *)block + at, sizeof(module));
        int reason = check_module(&module, &plan, at, size, offset);
        if (reason != 0) {
            return reason;
        }
    }
    if (plan.at != size) {
        return fail(SIZE, plan.at, offset);
    }
    return !sealed || checksum(block, size) == header.checksum ? 0 : fail(CHECKSUM, offsetof(struct block_header, checksum), offset);
}

EXPORT int covrt_block_check(const void *block, uint64_t size, uint64_t *offset)
{
    return block_check(block, size, 1, offset);
}

EXPORT const char *covrt_block_reason(int reason)
{
    static const char *const s_texts[REASONS] = {
        "", "it ends before its header does", "it is no snapshot", "its version is not known", "its size is not the one that it says", "its kinds are not known",
        "its table of modules does not fit into it", "bytes that have to be zero are not", "the kind of a module is not known", "the size of a counter makes no sense",
        "the size of the counters of a module makes no sense", "the size of the bitmap of a module makes no sense", "the values of a module are not where they have to be",
        "the id of a module makes no sense", "the path of a module makes no sense", "the checksum is wrong: bytes were changed or are missing"
    };
    return reason > 0 && reason < REASONS ? s_texts[reason] : "";
}
