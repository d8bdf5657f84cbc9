/* What happens around fork(2) of the C library. Registered as early as possible: handlers that run before a fork run in reverse order of their
 * registration, so ours is the last of them, and the first one in the child. */
#include "internal.h"

extern int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *object) WEAK;
extern int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) WEAK;

static int s_held;         /* the handler before the fork got the lock */
static int s_had_threads;  /* the process had further threads when it forked */
static int s_lock_is_lost; /* a thread that did not come along may have held the C library's lock of the list of objects */

/* The directory of a process's threads has a link for each, beside its own two. Without /proc: nobody knows. */
int fork_has_threads(void)
{
    struct sys_stat stat;
    int fd = sys_open("/proc/self/task", O_RDONLY_ | O_CLOEXEC_, 0);
    int failed = fd < 0 || sys_stat_fd(fd, &stat) < 0;
    if (fd >= 0) {
        sys_close(fd);
    }
    return failed || sys_links(&stat) > 3;
}

static void save_edges(void)
{
    if (!s_lock_is_lost) {
        modules_use(attach_save_edges, NULL); /* does not attach: another thread may be in the middle of loading an object */
    } else if (attach_find_lost() == 0) { /* asks the kernel instead of the C library, which could make us wait forever */
        attach_save_edges(NULL);
    }
}

static void prepare(void)
{
    int held = lock_enter();
    if (held) {
        s_held = 1;
        if (file_header != NULL) {
            save_edges();
        }
        s_had_threads = fork_has_threads();
    } else {
        s_held = 0; /* a signal handler that interrupted libcovrt forks */
    }
}

static void parent(void)
{
    if (s_held) {
        s_held = 0;
        lock_leave();
    }
}

static void child(void)
{
    lock_reset_in_child();
    edges_forked();
    s_lock_is_lost |= s_had_threads;
    if (!s_held) {
        file_lost(); /* the state is half-way to somewhere: stay on the parent's counters, which both then share */
        return;
    }
    if (file_header != NULL) {
        attach_again_in_child();
    }
    s_held = 0;
    lock_leave();
}

void fork_register(void)
{
    static char object;
    if (__register_atfork != NULL) {
        (void)__register_atfork(prepare, parent, child, &object);
    } else if (pthread_atfork != NULL) {
        (void)pthread_atfork(prepare, parent, child);
    }
}
