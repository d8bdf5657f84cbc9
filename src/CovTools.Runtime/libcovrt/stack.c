/* Stacks of snapshots. Memory of frames that were popped is kept for the next ones: a new page costs more than what is written to it. */
#include "block.h"

enum { STACKS = 2, HEAD = 64 };

struct frame {
    struct frame *below;
    uint64_t capacity; /* of the whole mapping */
};

static struct frame *s_top[STACKS], *s_spare;
static int s_depth[STACKS];

static uint8_t *block_of(struct frame *frame)
{
    return (uint8_t *)frame + HEAD;
}

/* A frame with room for `size` bytes; smaller spare ones are given back. */
static struct frame *take(uint64_t size)
{
    while (s_spare != NULL) {
        struct frame *frame = s_spare;
        s_spare = frame->below;
        if (frame->capacity - HEAD >= size) {
            return frame;
        }
        (void)sys_unmap(frame, frame->capacity);
    }
    uint64_t capacity = (size + HEAD + page_size() - 1) & ~(page_size() - 1);
    long mapped = sys_map(NULL, capacity, MAP_PRIVATE_ | MAP_ANONYMOUS_, -1, 0);
    if (sys_failed(mapped)) {
        return NULL;
    }
    ((struct frame *)mapped)->capacity = capacity;
    return (struct frame *)mapped;
}

struct action { uint32_t stack, kinds; int how, result; };

static void push(void *data)
{
    struct action *action = data;
    struct frame *frame = take(memory_snapshot(action->kinds, NULL, 0));
    if (frame == NULL) {
        action->result = -ENOMEM_;
        return;
    }
    (void)memory_snapshot(action->kinds, block_of(frame), frame->capacity - HEAD);
    memory_clear(action->kinds, 0);
    frame->below = s_top[action->stack];
    s_top[action->stack] = frame;
    action->result = ++s_depth[action->stack];
}

static void pop(void *data)
{
    struct action *action = data;
    struct frame *frame = s_top[action->stack];
    if (frame == NULL) {
        action->result = -ENOENT_;
        return;
    }
    if (action->how != 2) {
        (void)memory_apply(block_of(frame), action->how, 0); /* what was unloaded since has no counters any more */
    }
    s_top[action->stack] = frame->below;
    frame->below = s_spare;
    s_spare = frame;
    action->result = --s_depth[action->stack];
}

static int perform(void (*act)(void *), struct action action)
{
    if (action.stack >= STACKS || action.how < 0 || action.how > 2) {
        return -EINVAL_;
    }
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_use(act, &action);
    lock_leave();
    return action.result;
}

EXPORT int covrt_push(uint32_t stack, uint32_t kinds)
{
    return perform(push, (struct action){stack, kinds, 0, 0});
}

EXPORT int covrt_pop(uint32_t stack, int how)
{
    return perform(pop, (struct action){stack, 0, how, 0});
}

EXPORT int covrt_depth(uint32_t stack)
{
    return stack < STACKS ? __atomic_load_n(&s_depth[stack], __ATOMIC_RELAXED) : -EINVAL_;
}
