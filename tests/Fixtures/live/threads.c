/* Many threads count at once, and a library is loaded and unloaded twice. threads COUNT PLUGIN */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int step(int n)
{
    return n % 3 == 0 ? n / 3 : n + 1;
}

static void *count(void *argument)
{
    int sum = *(int *)argument;
    for (int i = 0; i < 20000; i++) {
        sum += step(i);
    }
    *(int *)argument = sum;
    return NULL;
}

int main(int argc, char **argv)
{
    int number = argc == 3 ? atoi(argv[1]) : 0;
    pthread_t threads[64];
    int sums[64] = {0};
    for (int i = 0; i < number; i++) {
        pthread_create(&threads[i], NULL, count, &sums[i]);
    }
    for (int i = 0; i < number; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < 2; i++) {
        void *library = dlopen(argv[2], RTLD_NOW);
        if (library == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            return 2;
        }
        ((int (*)(int))dlsym(library, "plugin_work"))(i + 2);
        dlclose(library);
    }
    return 0;
}
