/* SanitizerCoverage as its call-backs announce it. 8-bit counters, flags and address tables are sections of the module and usually known from its file already. Guards
 * are numbers that we give: a guard leads to a byte of ours, which the call-back of libmemcov sets to 1. */
#include "internal.h"

enum { PIECE = 65536, PIECES = 65536 };

static struct covrt_guards *s_guards; /* of libmemcov, once it has announced something */

typedef uint64_t __attribute__((may_alias)) pair; /* `covered` and `stale` in one step */

struct search { uint64_t address, size, fingerprint, base; struct covrt_module module; int found; };

static int find_object(struct object *object, size_t size, void *data)
{
    struct search *search = data;
    (void)size;
    if (!object_holds(object, search->address, search->size)) {
        return 0;
    }
    search->found = 1;
    search->fingerprint = object_fingerprint(object);
    search->base = object->base;
    object_name(object, search->module.id, search->module.path);
    return 1;
}

extern int dl_iterate_phdr(int (*visit)(struct object *, size_t, void *), void *data) WEAK;

void edges_stale(void)
{
    if (s_guards != NULL) {
        __atomic_store_n(&s_guards->stale, 1, __ATOMIC_RELEASE);
    }
}

/* A thread that was about to set a byte did not come along. */
void edges_forked(void)
{
    if (s_guards != NULL) {
        __atomic_store_n(&s_guards->left, s_guards->entered, __ATOMIC_RELEASE);
        edges_stale();
    }
}

/* A number that is right is replaced by one that is right, if no call-back set a byte in between: then `covered` is what it was, too. */
struct edges_watch edges_watch(void)
{
    struct edges_watch watch = {0, 0};
    if (s_guards != NULL) {
        watch.entered = __atomic_load_n(&s_guards->left, __ATOMIC_ACQUIRE);
        watch.before = __atomic_load_n((pair *)&s_guards->covered, __ATOMIC_ACQUIRE);
        if (__atomic_load_n(&s_guards->entered, __ATOMIC_ACQUIRE) != watch.entered) {
            edges_stale();
        }
    }
    return watch;
}

void edges_counted(struct edges_watch watch, uint64_t covered)
{
    if (s_guards != NULL && (__atomic_load_n(&s_guards->entered, __ATOMIC_SEQ_CST) != watch.entered
        || !__atomic_compare_exchange_n((pair *)&s_guards->covered, &watch.before, covered, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))) {
        edges_stale();
    }
}

uint64_t edges_count(void)
{
    uint64_t total = 0;
    for (int i = 0; i < module_count; i++) {
        const struct covrt_module *module = &modules[i].public;
        if (modules[i].kind == COVRT_GUARDS && module->state == STATE_OK) {
            total += loop_count(SHAPE_FLAG8, (const void *)module->counters, module->counters_size);
        }
    }
    return total;
}

void edges_mixed(void)
{
    for (int i = 0; s_guards != NULL && i < module_count; i++) {
        if (module_selected(&modules[i], COVRT_EDGES) && modules[i].kind != COVRT_GUARDS) {
            __atomic_store_n(&s_guards->mixed, 1, __ATOMIC_RELEASE);
        }
    }
}

static void recount(void *unused)
{
    (void)unused;
    struct edges_watch watch = edges_watch();
    edges_counted(watch, edges_count());
}

EXPORT int covrt_guards_recount(void)
{
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_use(recount, NULL);
    lock_leave();
    return 0;
}

/* Consecutive free pieces; 0 when there are not so many: piece 0 is never used, so that no guard is 0. */
static uint32_t free_pieces(uint32_t count)
{
    uint32_t run = 0;
    for (uint32_t piece = 1; piece < PIECES; piece++) {
        run = s_guards->hits[piece] == NULL ? run + 1 : 0;
        if (run == count) {
            return piece + 1 - count;
        }
    }
    return 0;
}

void edges_release(struct module *module)
{
    struct edges *edges = &module->edges;
    for (uint32_t i = 0; i < edges->pieces; i++) {
        s_guards->hits[edges->first_piece + i] = NULL;
        s_guards->callers[edges->first_piece + i] = NULL;
    }
    if (edges->room != 0) {
        (void)sys_unmap((void *)module->public.counters, edges->room);
        (void)sys_unmap(edges->pcs, edges->room * 8);
    }
    memset(edges, 0, sizeof(*edges));
}

/* Memory for the bytes of so many guards. Nobody uses it yet. */
static int give_room(struct edges *edges, uint64_t count, uint64_t *hits)
{
    edges->room = (count + page_size() - 1) & ~(page_size() - 1);
    edges->pieces = (uint32_t)((count + PIECE - 1) / PIECE);
    edges->first_piece = edges->pieces < PIECES ? free_pieces(edges->pieces) : 0;
    if (edges->first_piece == 0) {
        return -ENOSPC_;
    }
    long bytes = sys_map(NULL, edges->room, MAP_PRIVATE_ | MAP_ANONYMOUS_, -1, 0);
    long pcs = sys_failed(bytes) ? bytes : sys_map(NULL, edges->room * 8, MAP_PRIVATE_ | MAP_ANONYMOUS_, -1, 0);
    if (sys_failed(pcs)) {
        if (!sys_failed(bytes)) {
            (void)sys_unmap((void *)bytes, edges->room);
        }
        return (int)pcs;
    }
    for (uint32_t i = 0; i < edges->pieces; i++) {
        s_guards->hits[edges->first_piece + i] = (uint8_t *)bytes + (uint64_t)i * PIECE;
        s_guards->callers[edges->first_piece + i] = (uint64_t *)pcs + (uint64_t)i * PIECE;
    }
    *hits = (uint64_t)bytes;
    edges->pcs = (uint64_t *)pcs;
    return 0;
}

static const struct module *known(uint32_t kind, uint64_t address)
{
    for (int i = 0; i < module_count; i++) {
        uint64_t at = kind == COVRT_GUARDS ? modules[i].edges.guards : modules[i].public.counters;
        if (modules[i].public.state == STATE_OK && modules[i].kind == kind && at == address) {
            return &modules[i];
        }
    }
    return NULL;
}

/* Numbers the guards from where the bytes of their module begin. */
static void number(uint32_t *guard, uint64_t count, uint32_t first)
{
    for (uint64_t i = 0; i < count; i++) {
        __atomic_store_n(&guard[i], first + (uint32_t)i, __ATOMIC_RELEASE);
    }
}

static int add(uint32_t kind, uint64_t start, uint64_t size)
{
    static struct search search; /* the lock protects it */
    struct edges edges = {0};
    memset(&search, 0, sizeof(search));
    search.address = start;
    search.size = size;
    if (dl_iterate_phdr == NULL || (dl_iterate_phdr(find_object, &search), !search.found)) {
        return -ENOENT_;
    }
    search.module.counter_size = 1;
    search.module.counters = start;
    search.module.counters_size = size;
    if (kind == COVRT_GUARDS) {
        search.module.counters_size = size / sizeof(uint32_t);
        int error = give_room(&edges, search.module.counters_size, &search.module.counters);
        if (error != 0) {
            return error;
        }
        edges.guards = start;
    }
    struct module *module = modules_add(&search.module, kind, search.fingerprint, search.base);
    if (module == NULL) {
        struct module unused = {.public = search.module, .edges = edges};
        edges_release(&unused);
        return -ENOSPC_;
    }
    module->registered = 1;
    module->edges = edges;
    if (kind == COVRT_GUARDS) {
        number((uint32_t *)start, module->public.counters_size, edges.first_piece * PIECE);
    }
    return 0;
}

EXPORT int covrt_register(uint32_t kind, void *first, void *stop, struct covrt_guards *guards)
{
    uint64_t from = (uint64_t)first, size = (uint64_t)stop - from;
    int error = 0;
    if (from >= (uint64_t)stop || (kind != COVRT_COUNTERS8 && kind != COVRT_FLAGS && kind != COVRT_GUARDS) || size > MAX_COUNTER_BYTES * 4) {
        return from == (uint64_t)stop ? 0 : -EINVAL_;
    }
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    if (s_guards != NULL && s_guards != guards) { /* a second copy of libmemcov */
        lock_leave();
        return -EBUSY_;
    }
    s_guards = guards;
    modules_refresh();
    if (known(kind, from) == NULL) {
        error = add(kind, from, size);
    }
    edges_mixed();
    attach_modules();
    lock_leave();
    return error;
}

EXPORT int covrt_register_pcs(const void *start, const void *stop)
{
    static struct search search;
    uint64_t from = (uint64_t)start, size = (uint64_t)stop - from;
    if (from >= (uint64_t)stop) {
        return 0;
    }
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    memset(&search, 0, sizeof(search));
    search.address = from;
    search.size = size;
    if (dl_iterate_phdr != NULL) {
        (void)dl_iterate_phdr(find_object, &search);
    }
    for (int i = 0; search.found && i < module_count; i++) {
        if (modules[i].public.state == STATE_OK && modules[i].kind != COVRT_LLVM && modules[i].base == search.base && modules[i].fingerprint == search.fingerprint) {
            modules[i].pcs = from;
            modules[i].pcs_size = size;
        }
    }
    lock_leave();
    return search.found ? 0 : -ENOENT_;
}
