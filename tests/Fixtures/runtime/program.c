/* A program that does the same work and then ends in many ways. This file is compiled without instrumentation, so that the counters do not depend on the end.
 * program END PLUGIN */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int body_work(int n);
unsigned long spin_work(volatile int *stop);
int shared_value_is_beside_counters(void);
extern int shared_value;

static int (*s_plugin_work)(int);

static void work(const char *plugin)
{
    if (s_plugin_work == NULL && plugin != NULL) {
        void *library = dlopen(plugin, RTLD_NOW);
        if (library == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            exit(99);
        }
        s_plugin_work = (int (*)(int))dlsym(library, "plugin_work");
    }
    body_work(25);
    if (s_plugin_work != NULL) {
        s_plugin_work(7);
    }
}

static void *overflow(void *argument)
{
    volatile char room[4096];
    room[0] = *(char *)argument;
    void *deeper = overflow((void *)room);
    return room[0] == 0 ? deeper : NULL;
}

static void *abort_here(void *argument)
{
    (void)argument;
    abort();
}

static void in_thread(void *(*start)(void *))
{
    pthread_t thread;
    char zero = 0;
    pthread_create(&thread, NULL, start, &zero);
    pthread_join(thread, NULL);
}

static volatile int s_stop;

static void *spin(void *turns)
{
    *(unsigned long *)turns = spin_work(&s_stop);
    return NULL;
}

static void wait_for(pid_t child)
{
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        fprintf(stderr, "a child ended with status %x\n", status);
        exit(98);
    }
}

/* `count` children one after the other, each doing the work once. */
static void fork_many(int count)
{
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child == 0) {
            work(NULL);
            _exit(0);
        }
        wait_for(child);
    }
}

static void fork_in_forked(int depth)
{
    pid_t child = depth == 0 ? 0 : fork();
    if (depth != 0 && child == 0) {
        work(NULL);
        fork_in_forked(depth - 1);
        _exit(0);
    }
    if (depth != 0) {
        wait_for(child);
    }
}

static void fork_while_counting(void)
{
    pthread_t thread;
    unsigned long turns = 0;
    pthread_create(&thread, NULL, spin, &turns);
    for (int i = 0; i < 50; i++) {
        pid_t child = fork();
        if (child == 0) {
            _exit(0);
        }
        wait_for(child);
    }
    s_stop = 1;
    pthread_join(thread, NULL);
    printf("turns %lu\n", turns);
}

/* A variable on a page of the counters is private to parent and child, whoever writes first. */
static void check_edges(void)
{
    printf("beside %d\n", shared_value_is_beside_counters());
    for (int i = 0; i < 300; i++) {
        int expected = shared_value;
        pid_t child = fork();
        if (child == 0) {
            if (shared_value != expected) {
                _exit(1);
            }
            shared_value = -1;
            usleep(100);
            _exit(shared_value == -1 ? 0 : 2);
        }
        shared_value = expected + 1;
        wait_for(child);
        if (shared_value != expected + 1) {
            exit(97);
        }
    }
}

static void close_all(void)
{
    for (int fd = 3; fd < 65536; fd++) {
        close(fd);
    }
}

int main(int count, char **arguments)
{
    const char *end = count > 1 ? arguments[1] : "return";
    if (strcmp(end, "closeall") == 0 || strcmp(end, "closefork") == 0) {
        close_all();
    }
    work(count > 2 ? arguments[2] : NULL);
    if (strcmp(end, "segv") == 0) {
        *(volatile int *)8 = 1;
    } else if (strcmp(end, "abort") == 0) {
        abort();
    } else if (strcmp(end, "kill") == 0) {
        kill(getpid(), SIGKILL);
    } else if (strcmp(end, "term") == 0) {
        raise(SIGTERM);
    } else if (strcmp(end, "_exit") == 0) {
        _exit(3);
    } else if (strcmp(end, "quick_exit") == 0) {
        quick_exit(4);
    } else if (strcmp(end, "overflow") == 0) {
        char zero = 0;
        overflow(&zero);
    } else if (strcmp(end, "overflow-thread") == 0) {
        in_thread(overflow);
    } else if (strcmp(end, "abort-thread") == 0) {
        in_thread(abort_here);
    } else if (strcmp(end, "exec") == 0) {
        execl("/bin/true", "true", NULL);
    } else if (strcmp(end, "fork") == 0 || strcmp(end, "closefork") == 0) {
        fork_many(1);
    } else if (strcmp(end, "fork300") == 0) {
        fork_many(300);
    } else if (strcmp(end, "nested") == 0) {
        fork_in_forked(5);
    } else if (strcmp(end, "fork-counting") == 0) {
        fork_while_counting();
    } else if (strcmp(end, "fork-without-files") == 0) {
        struct rlimit none = {0, 0};
        close_all();
        setrlimit(RLIMIT_NOFILE, &none);
        check_edges();
        fork_many(2);
    } else if (strcmp(end, "edges") == 0) {
        check_edges();
    }
    return 0;
}
