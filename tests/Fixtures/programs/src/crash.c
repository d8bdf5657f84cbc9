/* Ends by itself, by abort, by _exit or by a signal: the three latter leave an empty profile. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void finish(const char *how)
{
    switch (how[0]) {
    case 'a': abort();
    case 'e': _exit(3);
    case 'k': raise(SIGKILL);
    default: break;
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        finish(argv[1]);
    return 0;
}
