/* Runs until its input ends; each line makes it work: "work N", "load PLUGIN", "unload". Answers each with a line. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

int serve_work(int n)
{
    return n > 5 ? n * 2 : n + 1;
}

int main(void)
{
    char line[4096];
    void *library = NULL;
    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "work ", 5) == 0) {
            printf("%d\n", serve_work(atoi(line + 5)));
        } else if (strncmp(line, "load ", 5) == 0) {
            library = dlopen(line + 5, RTLD_NOW);
            puts(library != NULL ? "loaded" : dlerror());
        } else if (strcmp(line, "unload") == 0) {
            puts(dlclose(library) == 0 ? "unloaded" : "not unloaded");
        } else if (strcmp(line, "hide") == 0) {
            puts(prctl(PR_SET_DUMPABLE, 0) == 0 ? "hidden" : "not hidden");
        }
        fflush(stdout);
    }
    return 0;
}
