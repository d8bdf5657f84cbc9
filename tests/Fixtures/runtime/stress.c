/* Threads load and unload an instrumented library, and ask libcovrt, while the process forks. stress PLUGIN ROUNDS
 * Ends with 0 when nothing hung or crashed; then plugin_work(1) has run ROUNDS times. Compiled without instrumentation. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *s_plugin;
static int s_rounds;
static volatile int s_stop;

static void *load_and_unload(void *unused)
{
    (void)unused;
    for (int i = 0; i < s_rounds; i++) {
        void *library = dlopen(s_plugin, RTLD_NOW);
        if (library == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            exit(97);
        }
        ((int (*)(int))dlsym(library, "plugin_work"))(1);
        dlclose(library);
    }
    return NULL;
}

static void *ask(void *unused)
{
    int (*refresh)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "covrt_refresh");
    (void)unused;
    while (!s_stop) {
        if (refresh() < 0) {
            exit(96);
        }
        usleep(50);
    }
    return NULL;
}

int main(int count, char **arguments)
{
    pthread_t loader, asker;
    if (count < 3) {
        return 95;
    }
    s_plugin = arguments[1];
    s_rounds = atoi(arguments[2]);
    pthread_create(&loader, NULL, load_and_unload, NULL);
    pthread_create(&asker, NULL, ask, NULL);
    for (int i = 0; i < 100; i++) {
        int status = -1;
        pid_t child = fork();
        if (child == 0) {
            pid_t grandchild = fork();
            _exit(grandchild == 0 ? 0 : waitpid(grandchild, &status, 0) == grandchild ? status : 94);
        }
        if (waitpid(child, &status, 0) != child || status != 0) {
            fprintf(stderr, "a child ended with status %x\n", status);
            return 93;
        }
    }
    pthread_join(loader, NULL);
    s_stop = 1;
    pthread_join(asker, NULL);
    return 0;
}
