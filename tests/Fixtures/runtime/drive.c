/* Calls libcovrt as the driver does. drive LIBCOVRT WORD... where the words are a little program:
 *   load FILE | unload            dlopen, dlclose of the last one
 *   call N                        plugin_work(N) of the last object loaded
 *   refresh | reset | modules     covrt_refresh; covrt_reset; a line "module STATE COUNTERSIZE ID PATH" for each
 *   memory OUT                    covrt_memory_read into a file
 *   create | clear | attach       a counters file; attach this process to it
 *   read OUT                      covrt_file_read into a file; prints "flags N"
 *   size                          prints "kilobytes N", what the counters file takes of the memory
 *   export                        COVRT_FILE and LD_PRELOAD for programs that are executed
 *   limit WHAT N                  setrlimit of fsize, nofile
 *   set NAME VALUE | get NAME     setenv, getenv (prints NAME=value or NAME unset)
 *   replace FROM TO | remove FILE rename; unlink
 *   closeall                      closes every descriptor from 3 to 4095
 *   kill N                        sends itself a signal
 *   fork { WORD... }              in a child; prints "child exit N" or "child signal N" when it has ended
 *   exec ARGUMENT... }            replaces the child
 */
#define _GNU_SOURCE
#include "../../../src/CovTools.Runtime/libcovrt/covrt.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void *s_library, *s_last;
static const char *s_libcovrt;
static int s_file = -1;
static char s_path[64];

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "drive: %s: %s\n", what, why);
    exit(99);
}

static void *symbol(void *of, const char *name)
{
    void *found = dlsym(of, name);
    if (found == NULL) {
        fail(name, dlerror());
    }
    return found;
}

static int check(int result, const char *what)
{
    if (result < 0) {
        fail(what, strerror(-result));
    }
    return result;
}

static void save(const char *path, int64_t (*fill)(void *, uint64_t))
{
    int64_t size = fill(NULL, 0);
    void *bytes = malloc((size_t)(size > 0 ? size : 1) + 1);
    if (size < 0) {
        fail(path, strerror((int)-size));
    }
    ((char *)bytes)[size] = 0x5a;
    if (fill(bytes, (uint64_t)size) != size || ((char *)bytes)[size] != 0x5a) {
        fail(path, "the second call gave another size, or wrote too much");
    }
    FILE *out = fopen(path, "wb");
    if (out == NULL || fwrite(bytes, 1, (size_t)size, out) != (size_t)size || fclose(out) != 0) {
        fail(path, strerror(errno));
    }
    free(bytes);
}

static int64_t from_file(void *out, uint64_t capacity)
{
    int64_t (*read_file)(int, void *, uint64_t) = symbol(s_library, "covrt_file_read");
    return read_file(s_file, out, capacity);
}

static int64_t from_memory(void *out, uint64_t capacity)
{
    int64_t (*read_memory)(void *, uint64_t) = symbol(s_library, "covrt_memory_read");
    return read_memory(out, capacity);
}

static void print_modules(void)
{
    int (*get)(int, struct covrt_module *) = symbol(s_library, "covrt_module_get");
    static struct covrt_module module;
    for (int i = 0; get(i, &module) == 0; i++) {
        printf("module %u %u %s %s\n", module.state, module.counter_size, module.id, module.path);
    }
    fflush(stdout);
}

/* The brace that closes the block which `word` is in. */
static char **closing(char **word)
{
    int depth = 1;
    for (; *word != NULL; word++) {
        if (strcmp(*word, "{") == 0) {
            depth++;
        } else if (strcmp(*word, "}") == 0 && --depth == 0) {
            return word;
        }
    }
    fail("}", "missing");
    return word;
}

static void run(char **word);

static char **fork_block(char **word)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        run(word + 1);
        fflush(stdout);
        _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        fail("fork", strerror(errno));
    }
    printf(WIFSIGNALED(status) ? "child signal %d\n" : "child exit %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    fflush(stdout);
    return closing(word + 1) + 1;
}

static void execute(char **word)
{
    *closing(word) = NULL;
    execvp(word[0], word);
    fail(word[0], strerror(errno));
}

static void limit(const char *what, const char *value)
{
    struct rlimit limit = {strtoul(value, NULL, 10), strtoul(value, NULL, 10)};
    if (setrlimit(strcmp(what, "fsize") == 0 ? RLIMIT_FSIZE : RLIMIT_NOFILE, &limit) != 0) {
        fail(what, strerror(errno));
    }
}

static void run(char **word)
{
    while (*word != NULL && strcmp(*word, "}") != 0) {
        const char *operation = *word++;
        if (strcmp(operation, "load") == 0) {
            s_last = dlopen(*word++, RTLD_NOW | RTLD_LOCAL);
            if (s_last == NULL) {
                fail("load", dlerror());
            }
        } else if (strcmp(operation, "unload") == 0) {
            dlclose(s_last);
        } else if (strcmp(operation, "call") == 0) {
            ((int (*)(int))symbol(s_last, "plugin_work"))(atoi(*word++));
        } else if (strcmp(operation, "refresh") == 0) {
            check(((int (*)(void))symbol(s_library, "covrt_refresh"))(), operation);
        } else if (strcmp(operation, "reset") == 0) {
            ((void (*)(void))symbol(s_library, "covrt_reset"))();
        } else if (strcmp(operation, "modules") == 0) {
            print_modules();
        } else if (strcmp(operation, "memory") == 0) {
            save(*word++, from_memory);
        } else if (strcmp(operation, "create") == 0) {
            s_file = check(((int (*)(void))symbol(s_library, "covrt_file_create"))(), operation);
            snprintf(s_path, sizeof(s_path), "/proc/%d/fd/%d", getpid(), s_file);
        } else if (strcmp(operation, "clear") == 0) {
            check(((int (*)(int))symbol(s_library, "covrt_file_clear"))(s_file), operation);
        } else if (strcmp(operation, "attach") == 0) {
            check(((int (*)(int, const char *))symbol(s_library, "covrt_attach"))(s_file, s_path), operation);
        } else if (strcmp(operation, "read") == 0) {
            save(*word++, from_file);
            printf("flags %u\n", ((uint32_t (*)(int))symbol(s_library, "covrt_file_flags"))(s_file));
        } else if (strcmp(operation, "size") == 0) {
            struct stat stat;
            fstat(s_file, &stat);
            printf("kilobytes %ld\n", (long)stat.st_blocks / 2);
        } else if (strcmp(operation, "export") == 0) {
            setenv("COVRT_FILE", s_path, 1);
            setenv("LD_PRELOAD", s_libcovrt, 1);
        } else if (strcmp(operation, "limit") == 0) {
            limit(word[0], word[1]);
            word += 2;
        } else if (strcmp(operation, "set") == 0) {
            setenv(word[0], word[1], 1);
            word += 2;
        } else if (strcmp(operation, "get") == 0) {
            const char *value = getenv(*word);
            printf(value == NULL ? "%s unset\n" : "%s=%s\n", *word, value);
            word++;
        } else if (strcmp(operation, "replace") == 0) {
            check(rename(word[0], word[1]) == 0 ? 0 : -errno, operation);
            word += 2;
        } else if (strcmp(operation, "remove") == 0) {
            check(unlink(*word++) == 0 ? 0 : -errno, operation);
        } else if (strcmp(operation, "closeall") == 0) {
            for (int fd = 3; fd < 4096; fd++) {
                close(fd);
            }
        } else if (strcmp(operation, "kill") == 0) {
            fflush(stdout);
            raise(atoi(*word++));
        } else if (strcmp(operation, "fork") == 0) {
            word = fork_block(word);
        } else if (strcmp(operation, "exec") == 0) {
            execute(word);
        } else {
            fail(operation, "unknown word");
        }
    }
}

int main(int count, char **arguments)
{
    if (count < 2) {
        fail("usage", "drive LIBCOVRT WORD...");
    }
    s_libcovrt = arguments[1];
    s_library = dlopen(s_libcovrt, RTLD_NOW | RTLD_GLOBAL);
    if (s_library == NULL) {
        fail(s_libcovrt, dlerror());
    }
    run(arguments + 2);
    return 0;
}
