/* Edges of all modules as one string of bits, in the order of parts. */
#include "internal.h"

struct request { uint32_t kinds; int set; uint8_t *bits; uint64_t at; };

/* Eight bytes that are 0 or not to eight bits: each becomes 0 or 1, and a multiplication moves them side by side. */
static uint8_t pack(uint64_t bytes)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t ones = (((bytes & low) + low) | bytes) >> 7 & UINT64_C(0x0101010101010101);
    return (uint8_t)((ones * UINT64_C(0x0102040810204080)) >> 56);
}

static void copy_out(struct request *request, const uint8_t *edges, uint64_t count)
{
    typedef uint64_t __attribute__((may_alias, aligned(1))) word;
    uint64_t i = 0;
    for (; (request->at & 7) == 0 && count - i >= 8; i += 8, request->at += 8) {
        request->bits[request->at >> 3] = pack(*(const word *)(edges + i));
    }
    for (; i < count; i++, request->at++) {
        uint8_t bit = (uint8_t)(1u << (request->at & 7)), *to = &request->bits[request->at >> 3];
        *to = (uint8_t)((bit == 1 ? 0 : *to) | (edges[i] != 0 ? bit : 0));
    }
}

static void copy_in(struct request *request, uint8_t *edges, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++, request->at++) {
        int executed = request->bits[request->at >> 3] >> (request->at & 7) & 1;
        if (executed != (edges[i] != 0)) { /* a counter that is not 0 already keeps its value */
            edges[i] = (uint8_t)executed;
        }
    }
}

static void walk(void *data)
{
    struct request *request = data;
    struct edges_watch watch = edges_watch();
    for (int i = 0; i < module_count; i++) {
        const struct covrt_module *module = &modules[i].public;
        if (!module_selected(&modules[i], request->kinds)) {
            continue;
        }
        if (request->set) {
            copy_in(request, (uint8_t *)module->counters, module->counters_size);
        } else {
            copy_out(request, (const uint8_t *)module->counters, module->counters_size);
        }
    }
    if (request->set) {
        edges_counted(watch, edges_count());
    }
}

EXPORT int64_t covrt_hitmap(uint32_t kinds, int set, void *bits)
{
    struct request request = {kinds & COVRT_EDGES, set, bits, 0};
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_use(walk, &request);
    lock_leave();
    return (int64_t)request.at;
}
