/* What happens without being called: the first thing in the process, and the load of every instrumented module, which LLVM's own runtime announces
 * by asking for LLVM_PROFILE_FILE from a constructor of the module. */
#include "internal.h"

extern char **environ WEAK;
extern void *dlsym(void *scope, const char *name) WEAK;
extern const char *gnu_get_libc_version(void) WEAK;

static char *(*s_next_getenv)(const char *);

/* As the GNU C library does it, name with '=' included; used where the next getenv is not known (yet). */
static char *look_up(char **entries, const char *name)
{
    uint64_t length = text_length(name);
    for (; length != 0 && entries != NULL && *entries != NULL; entries++) {
        if (text_starts(*entries, name) && (*entries)[length] == '=') {
            return *entries + length + 1;
        }
    }
    return NULL;
}

static char **entries_now(void)
{
    return &environ != NULL ? environ : NULL;
}

static void attach_by_environment(char **entries)
{
    const char *path = look_up(entries, "COVRT_FILE");
    if (path == NULL || path[0] == 0) {
        return;
    }
    int fd = sys_open(path, O_RDWR_ | O_CLOEXEC_, 0);
    if (fd >= 0) {
        (void)file_open(fd, path); /* nobody to tell: this process counts into its own memory */
        sys_close(fd);
    }
}

/* Once per process, as soon as there is an environment. The lock is held. */
static void start_with(char **entries)
{
    static int s_started;
    if (s_started || entries == NULL) {
        return;
    }
    s_started = 1;
    fork_register();
    attach_by_environment(entries);
}

void start(void)
{
    start_with(entries_now());
}

/* The GNU C library gives constructors the arguments of main; it may not have set `environ` yet. */
__attribute__((constructor)) static void construct(int count, char **arguments, char **entries)
{
    static char *s_none[] = {NULL};
    (void)count;
    (void)arguments;
    if (dlsym != NULL) {
        s_next_getenv = (char *(*)(const char *))dlsym((void *)-1 /* RTLD_NEXT */, "getenv");
    }
    if (lock_enter()) {
        if (entries_now() != NULL) {
            entries = entries_now();
        } else if (gnu_get_libc_version == NULL || entries == NULL) {
            entries = s_none;
        }
        start_with(entries);
        if (file_header != NULL) {
            modules_refresh();
            attach_modules();
        }
        lock_leave();
    }
}

EXPORT char *getenv(const char *name)
{
    static char s_nowhere[] = "/dev/null";
    if (!text_starts(name, "LLVM_PROFILE_FILE") || name[17] != 0) {
        return s_next_getenv != NULL ? s_next_getenv(name) : look_up(entries_now(), name);
    }
    if (lock_enter()) {
        start();
        modules_refresh();
        attach_modules();
        lock_leave();
    }
    char *answer = look_up(entries_now(), "COVRT_PROFILE_FILE");
    return answer != NULL ? answer : s_nowhere;
}
