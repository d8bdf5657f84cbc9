/* Loads a shared object and calls its run_sample once for each further argument. Not instrumented. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    void *library = dlopen(argv[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    int (*run)(int) = (int (*)(int))dlsym(library, "run_sample");
    for (int i = 2; i < argc; i++)
        printf("%d\n", run(atoi(argv[i])));
    return 0;
}
