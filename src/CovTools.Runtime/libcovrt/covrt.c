/* The functions of covrt.h that are not about a file. */
#include "internal.h"

EXPORT uint32_t covrt_abi(void)
{
    return COVRT_ABI;
}

EXPORT int covrt_refresh(void)
{
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    modules_refresh();
    if (!fork_has_threads()) { /* else another one may be loading a module, which attaches it from its constructor */
        attach_modules();
    }
    int count = module_count;
    lock_leave();
    return count;
}

EXPORT int covrt_module_get(int index, struct covrt_module *out)
{
    int found = -1;
    if (lock_enter()) {
        if (index >= 0 && index < module_count) {
            *out = modules[index].public;
            found = 0;
        }
        lock_leave();
    }
    return found;
}

/* Does not write to pages that hold the value already: they may never have been touched. */
static void set_pages(uint64_t start, uint64_t size, int value)
{
    uint64_t end = start + size;
    while (start < end) {
        uint64_t next = (start | (page_size() - 1)) + 1;
        uint64_t count = (next < end ? next : end) - start;
        if (value != 0 || !all_zero((const void *)start, count)) {
            memset((void *)start, value, count);
        }
        start += count;
    }
}

static void reset_all(void *unused)
{
    (void)unused;
    for (int i = 0; i < module_count; i++) {
        const struct covrt_module *module = &modules[i].public;
        if (module->state == STATE_OK) {
            set_pages(module->counters, module->counters_size, module->counter_size == 1 ? 0xff : 0);
            set_pages(module->bitmap, module->bitmap_size, 0);
            modules[i].clean = 1;
        }
    }
}

EXPORT void covrt_reset(void)
{
    if (lock_enter()) {
        start();
        modules_use(reset_all, NULL);
        lock_leave();
    }
}

EXPORT int covrt_attach(int fd, const char *path)
{
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    int error = file_open(fd, path);
    if (error == 0) {
        modules_refresh();
        attach_modules();
    }
    lock_leave();
    return error;
}
