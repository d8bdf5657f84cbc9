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
        if (index >= 0 && index < module_count && modules[index].kind == COVRT_LLVM) {
            *out = modules[index].public;
            found = 0;
        }
        lock_leave();
    }
    return found;
}

EXPORT int covrt_part_get(int index, struct covrt_part *out)
{
    int found = -1;
    if (lock_enter()) {
        if (index >= 0 && index < module_count) {
            const struct module *module = &modules[index];
            *out = (struct covrt_part){
                module->public, module->kind, (uint32_t)module_selected(module, COVRT_ALL), module->base, module->pcs, module->pcs_size,
                module->attached == 1, (uint64_t)module->edges.pcs
            };
            found = 0;
        }
        lock_leave();
    }
    return found;
}

static void clear(void *kinds)
{
    memory_clear(*(const uint32_t *)kinds, 1);
}

EXPORT void covrt_reset_kinds(uint32_t kinds)
{
    if (lock_enter()) {
        start();
        modules_use(clear, &kinds);
        lock_leave();
    }
}

EXPORT void covrt_reset(void)
{
    covrt_reset_kinds(COVRT_ALL);
}

static int attach_to(int fd, const char *path, int keep)
{
    if (!lock_enter()) {
        return -EDEADLK_;
    }
    start();
    int error = file_open(fd, path);
    if (error == 0) {
        modules_refresh();
        for (int i = 0; keep && i < module_count; i++) {
            modules[i].clean = 0;
        }
        attach_modules();
    }
    lock_leave();
    return error;
}

EXPORT int covrt_attach(int fd, const char *path)
{
    return attach_to(fd, path, 0);
}

EXPORT int covrt_share(int fd, const char *path)
{
    return attach_to(fd, path, 1);
}
