/* One lock for all of libcovrt: the thread id of its owner, or 0. A thread that no longer exists does not keep it (the process was made by a
 * raw clone, or the thread was killed), and a signal handler that interrupts its owner is told instead of waiting forever. */
#include "internal.h"

static int s_owner;

int lock_enter(void)
{
    int self = sys_gettid();
    for (;;) {
        int owner = 0;
        if (__atomic_compare_exchange_n(&s_owner, &owner, self, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            return 1;
        }
        if (owner == self) {
            return 0;
        }
        if (sys_tgkill(sys_getpid(), owner, 0) == -ESRCH_
            && __atomic_compare_exchange_n(&s_owner, &owner, self, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            return 1;
        }
        sys_yield();
    }
}

void lock_leave(void)
{
    __atomic_store_n(&s_owner, 0, __ATOMIC_RELEASE);
}

/* The forking thread held the lock; its id is another one in the child. */
void lock_reset_in_child(void)
{
    __atomic_store_n(&s_owner, sys_gettid(), __ATOMIC_RELEASE);
}
