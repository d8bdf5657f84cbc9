/* Arithmetic on values outside of the process's modules: for snapshots. */
#include "internal.h"

static enum shape shape_of(uint32_t kind, uint32_t counter_size, int bits)
{
    return bits ? SHAPE_BITS : module_shape(kind, counter_size);
}

EXPORT uint64_t covrt_values_count(uint32_t kind, uint32_t counter_size, const void *values, uint64_t size)
{
    return loop_count(shape_of(kind, counter_size, 0), values, size);
}

EXPORT void covrt_values_merge(uint32_t kind, uint32_t counter_size, int bits, void *into, const void *from, uint64_t size)
{
    loop_merge(shape_of(kind, counter_size, bits), into, from, size);
}

EXPORT void covrt_values_subtract(uint32_t kind, uint32_t counter_size, int bits, void *from, const void *what, uint64_t size)
{
    loop_subtract(shape_of(kind, counter_size, bits), from, what, size);
}

EXPORT uint64_t covrt_values_new(uint32_t kind, uint32_t counter_size, const void *now, const void *before, uint64_t size, uint64_t *indices, uint64_t capacity)
{
    return loop_fresh(shape_of(kind, counter_size, 0), now, before, size, indices, capacity);
}

EXPORT void covrt_values_clear(uint32_t kind, uint32_t counter_size, void *values, uint64_t size)
{
    loop_clear(shape_of(kind, counter_size, 0), values, size);
}
