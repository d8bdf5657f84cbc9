/* A program with a sanitizer's runtime, which loads the library and does what the test does. */
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **words)
{
    void *library = count == 2 ? dlopen(words[1], RTLD_NOW) : NULL;
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    int (*choose)(int) = (int (*)(int))dlsym(library, "choose");
    choose(2);
    return 0;
}
