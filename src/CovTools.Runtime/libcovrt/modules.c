/* The table of modules, kept current by walking over the loaded objects. An object without counters is remembered by a fingerprint, so that its
 * file is read once. */
#include "internal.h"

enum { MAX_KNOWN = 8192 };

struct module modules[MAX_MODULES];
int module_count;

static uint64_t s_known[MAX_KNOWN]; /* fingerprints of objects without counters; open addressing */
static int s_known_count;
static uint64_t s_loaded, s_unloaded;
static int s_walked;
static int s_unloading_is_news; /* until modules_take_unloaded */

struct walk { uint64_t loaded, unloaded; int first, complete; };

extern int dl_iterate_phdr(int (*visit)(struct object *, size_t, void *), void *data) WEAK;

static uint64_t *known_place(uint64_t fingerprint)
{
    uint64_t at = fingerprint % MAX_KNOWN;
    while (s_known[at] != 0 && s_known[at] != fingerprint) {
        at = (at + 1) % MAX_KNOWN;
    }
    return &s_known[at];
}

static void remember(uint64_t fingerprint)
{
    if (s_known_count >= MAX_KNOWN / 2) {
        memset(s_known, 0, sizeof(s_known));
        s_known_count = 0;
    }
    uint64_t *place = known_place(fingerprint);
    s_known_count += *place == 0;
    *place = fingerprint;
}

static void add_range(struct module *module, uint64_t start, uint64_t end)
{
    uint64_t mask = page_size() - 1;
    start &= ~mask;
    end = (end + mask) & ~mask;
    if (module->range_count == 1) { /* counters and bitmap may meet in one page */
        struct range *first = &module->ranges[0];
        if (start < first->start + first->size && first->start < end) {
            uint64_t low = start < first->start ? start : first->start;
            uint64_t high = end > first->start + first->size ? end : first->start + first->size;
            first->start = low;
            first->size = high - low;
            return;
        }
    }
    module->ranges[module->range_count].start = start;
    module->ranges[module->range_count].size = end - start;
    module->range_count++;
}

static int inside(uint64_t page, uint64_t start, uint64_t size)
{
    return page >= start && page + page_size() <= start + size;
}

static void add_edge(struct module *module, uint64_t address)
{
    const struct covrt_module *of = &module->public;
    uint64_t page = address & ~(page_size() - 1);
    if (inside(page, of->counters, of->counters_size) || inside(page, of->bitmap, of->bitmap_size)) {
        return;
    }
    for (int i = 0; i < module->range_count; i++) {
        struct range *range = &module->ranges[i];
        if (page < range->start || page >= range->start + range->size) {
            continue;
        }
        for (int e = 0; e < range->edge_count; e++) {
            if (range->edges[e] == page) {
                return;
            }
        }
        range->edges[range->edge_count++] = page;
    }
}

static void lay_out(struct module *module)
{
    const struct covrt_module *of = &module->public;
    for (int i = 0; i < 2; i++) {
        module->ranges[i].edge_count = 0; /* `saved` stays: the slot keeps its buffers */
    }
    module->range_count = 0;
    if (of->state != STATE_OK) {
        return;
    }
    add_range(module, of->counters, of->counters + of->counters_size);
    if (of->bitmap_size != 0) {
        add_range(module, of->bitmap, of->bitmap + of->bitmap_size);
    }
    add_edge(module, of->counters);
    add_edge(module, of->counters + of->counters_size - 1);
    if (of->bitmap_size != 0) {
        add_edge(module, of->bitmap);
        add_edge(module, of->bitmap + of->bitmap_size - 1);
    }
}

/* A slot for a module: the one it had before it was unloaded, a new one, or any that is gone. */
static struct module *choose_slot(const struct covrt_module *module, uint32_t kind)
{
    struct module *gone = NULL;
    for (int i = 0; i < module_count; i++) {
        if (modules[i].public.state == STATE_GONE) {
            gone = &modules[i];
            if (gone->kind == kind && memcmp(gone->public.id, module->id, sizeof(module->id)) == 0
                && memcmp(gone->public.path, module->path, text_length(module->path) + 1) == 0) {
                return gone;
            }
        }
    }
    return module_count < MAX_MODULES ? &modules[module_count++] : gone;
}

struct module *modules_add(const struct covrt_module *found, uint32_t kind, uint64_t fingerprint, uint64_t base)
{
    struct module *module = choose_slot(found, kind);
    if (module == NULL) {
        file_lost();
        return NULL;
    }
    edges_release(module);
    module->public = *found;
    module->kind = kind;
    module->registered = 0;
    module->fingerprint = fingerprint;
    module->base = base;
    module->pcs = module->pcs_size = 0;
    module->seen = 1;
    module->clean = 0;
    module->attached = 0;
    module->slot = 0;
    lay_out(module);
    if (found->state == STATE_REFUSED) {
        file_lost();
    }
    return module;
}

static void add_edges(const struct object *object, const struct inspected *from, const struct place *place, uint32_t kind, uint64_t fingerprint)
{
    static struct covrt_module module; /* the lock protects it */
    if (place->size == 0) {
        return;
    }
    memset(&module, 0, sizeof(module));
    memcpy(module.id, from->module.id, sizeof(module.id));
    memcpy(module.path, from->module.path, sizeof(module.path));
    module.counter_size = 1;
    module.counters = place->address;
    module.counters_size = place->size;
    struct module *added = modules_add(&module, kind, fingerprint, object->base);
    if (added != NULL) {
        added->pcs = from->pcs.address;
        added->pcs_size = from->pcs.size;
    }
}

static int visit(struct object *object, size_t size, void *data)
{
    struct walk *walk = data;
    if (walk->first) {
        walk->first = 0;
        if (size >= sizeof(struct object)) {
            walk->loaded = object->loaded;
            walk->unloaded = object->unloaded;
            if (s_walked && walk->loaded == s_loaded && walk->unloaded == s_unloaded) {
                return 1;
            }
        }
        for (int i = 0; i < module_count; i++) {
            modules[i].seen = 0;
        }
    }
    walk->complete = 1;
    uint64_t fingerprint = object_fingerprint(object);
    int inspected = 0;
    for (int i = 0; i < module_count; i++) {
        if (modules[i].fingerprint == fingerprint && modules[i].public.state != STATE_GONE) {
            modules[i].seen = 1;
            inspected |= !modules[i].registered;
        }
    }
    if (inspected || *known_place(fingerprint) == fingerprint) {
        return 0;
    }
    static struct inspected found;
    if (object_inspect(object, &found) == 0) {
        remember(fingerprint);
        return 0;
    }
    if (found.module.counters_size != 0 || found.module.state != STATE_OK) {
        (void)modules_add(&found.module, COVRT_LLVM, fingerprint, object->base);
    }
    add_edges(object, &found, &found.counters, COVRT_COUNTERS8, fingerprint);
    add_edges(object, &found, &found.flags, COVRT_FLAGS, fingerprint);
    return 0;
}

struct use { void (*act)(void *); void *data; int done; };

/* Within this call no object is unmapped: dlclose of the GNU C library holds the same lock, others never unmap. */
static int use_unchanged(struct object *object, size_t size, void *data)
{
    struct use *use = data;
    if (size < sizeof(struct object) || (object->loaded == s_loaded && object->unloaded == s_unloaded)) {
        use->act(use->data);
        use->done = 1;
    }
    return 1;
}

void modules_use(void (*act)(void *), void *data)
{
    struct use use = {act, data, 0};
    while (dl_iterate_phdr != NULL && !use.done) { /* again when another thread has loaded or unloaded something in between */
        modules_refresh();
        (void)dl_iterate_phdr(use_unchanged, &use);
    }
}

int modules_unloaded(void)
{
    return s_unloaded != 0;
}

int modules_take_unloaded(void)
{
    int news = s_unloading_is_news;
    s_unloading_is_news = 0;
    return news;
}

void modules_refresh(void)
{
    struct walk walk = {0, 0, 1, 0};
    if (dl_iterate_phdr == NULL) {
        return;
    }
    (void)dl_iterate_phdr(visit, &walk);
    if (!walk.complete) {
        return;
    }
    int unloaded = !s_walked || walk.unloaded != s_unloaded;
    for (int i = 0; i < module_count; i++) {
        if (!modules[i].seen) {
            if (modules[i].kind == COVRT_GUARDS) {
                edges_stale();
            }
            modules[i].public.state = STATE_GONE;
            modules[i].attached = 0;
        }
        modules[i].clean &= !unloaded; /* perhaps unloaded and loaded again at the same address */
    }
    edges_mixed();
    s_walked = 1;
    s_loaded = walk.loaded;
    s_unloaded = walk.unloaded;
    s_unloading_is_news |= unloaded;
}
