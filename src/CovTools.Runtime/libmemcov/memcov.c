/* The interface of memcov. Numbers come from the edges themselves, so they cannot disagree with them. */
#include "internal.h"

enum { MERGE = 1 };

static uint32_t checked(int64_t result, const char *what)
{
    if (result < 0) {
        memcov_say(what, (int)result);
        return 0;
    }
    memcov_fine();
    return (uint32_t)result;
}

EXPORT uint32_t mcov_get_total(void)
{
    return checked(covrt_total(COVRT_EDGES), "mcov_get_total");
}

EXPORT uint32_t mcov_get_now(void)
{
    if (__atomic_load_n(&memcov_guards.mixed, __ATOMIC_RELAXED) != 0) {
        return checked(covrt_covered(COVRT_EDGES), "mcov_get_now");
    }
    if (__atomic_load_n(&memcov_guards.stale, __ATOMIC_ACQUIRE) != 0) {
        (void)checked(covrt_guards_recount(), "mcov_get_now");
        if (__atomic_load_n(&memcov_guards.stale, __ATOMIC_ACQUIRE) != 0) { /* other threads execute new edges just now */
            return checked(covrt_covered(COVRT_EDGES), "mcov_get_now");
        }
    }
    return __atomic_load_n(&memcov_guards.covered, __ATOMIC_RELAXED);
}

EXPORT void mcov_set_now(uint32_t now)
{
    (void)now;
}

EXPORT void mcov_reset(void)
{
    covrt_reset_kinds(COVRT_EDGES);
}

EXPORT void mcov_push_coverage(void)
{
    (void)checked(covrt_push(STACK, COVRT_EDGES), "mcov_push_coverage");
}

EXPORT void mcov_pop_coverage(void)
{
    (void)checked(covrt_pop(STACK, MERGE), "mcov_pop_coverage: what was pushed");
}

EXPORT void mcov_copy_hitmap(char *to)
{
    (void)checked(covrt_hitmap(COVRT_EDGES, 0, to), "mcov_copy_hitmap");
}

EXPORT void mcov_set_hitmap(char *from)
{
    (void)checked(covrt_hitmap(COVRT_EDGES, 1, from), "mcov_set_hitmap");
}

EXPORT uint8_t *serialize_mem_coverage(size_t *size)
{
    static void *s_block;
    static uint64_t s_room;
    int64_t needed = covrt_snapshot(COVRT_EDGES, s_block, s_room);
    for (int attempt = 0; needed > (int64_t)s_room && attempt < 8; attempt++) {
        if (memcov_room(&s_block, &s_room, (uint64_t)needed) == NULL) {
            needed = -ENOMEM_;
            break;
        }
        needed = covrt_snapshot(COVRT_EDGES, s_block, s_room);
    }
    *size = checked(needed > (int64_t)s_room ? -EBUSY_ : needed, "serialize_mem_coverage");
    if (*size == 0) {
        return NULL;
    }
    covrt_block_seal(s_block, *size);
    return s_block;
}

EXPORT void deserialize_mem_coverage(uint8_t *data, size_t size)
{
    static const char *const s_name = "deserialize_mem_coverage";
    uint64_t offset = 0;
    int reason = data == NULL ? covrt_block_check("", 0, &offset) : covrt_block_check(data, size, &offset);
    if (reason != 0) {
        memcov_say_text("deserialize_mem_coverage: refused", covrt_block_reason(reason));
        return;
    }
    int missing = covrt_apply(data, size, MERGE, 0);
    if (missing > 0) {
        memcov_say_text(s_name, "edges of modules that are not loaded, or of another build, are left out");
    } else {
        (void)checked(missing, s_name);
    }
}
