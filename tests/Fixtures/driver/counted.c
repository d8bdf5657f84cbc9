/* The library under test of the driver's tests: small functions whose counters are easy to tell apart, and ways to die in native code.
 * Built by the tests: clang -fprofile-instr-generate -fcoverage-mapping -shared. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int imported;

static void at_exit(void)
{
    if (imported > 0)
        imported = 0;
}

/* Called at import time: part of the floor, and so is what it registers for the end of the process. */
void counted_import(void)
{
    for (int index = 0; index < 7; index++)
        imported += index;
    atexit(at_exit);
}

int counted_work(int times)
{
    int sum = 0;
    for (int index = 0; index < times; index++) {
        if (index % 3 == 0)
            sum += index;
        else
            sum ^= index;
    }
    return sum;
}

int counted_branch(int kind)
{
    switch (kind) {
    case 0: return 10;
    case 1: return 11;
    case 2: return 12;
    default: return kind < 0 ? -1 : 13;
    }
}

/* Objects with a destructor: their end must be counted as well. */
void *counted_open(void)
{
    return calloc(1, 64);
}

void counted_close(void *object)
{
    if (object != NULL)
        free(object);
}

void counted_print(const char *text)
{
    printf("%s", text);
}

void counted_segv(void)
{
    volatile int *nowhere = (int *)8;
    *nowhere = 1;
}

void counted_abort(void)
{
    abort();
}

void counted_raise(int number)
{
    raise(number);
}

static int overflow(int depth)
{
    volatile char space[4096];
    memset((char *)space, depth, sizeof space);
    return overflow(depth + 1) + space[depth % 4096];
}

int counted_overflow(void)
{
    return overflow(0);
}

static void *thread_abort(void *argument)
{
    (void)argument;
    counted_work(5);
    abort();
}

void counted_abort_in_thread(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, thread_abort, NULL) == 0)
        pthread_join(thread, NULL);
}

static void *thread_overflow(void *argument)
{
    (void)argument;
    overflow(0);
    return NULL;
}

void counted_overflow_in_thread(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, thread_overflow, NULL) == 0)
        pthread_join(thread, NULL);
}

void counted_spin(void)
{
    counted_work(3);
    for (;;)
        pause();
}

void counted_exit(int code)
{
    exit(code);
}

void counted_fork(int times)
{
    pid_t child = fork();
    if (child == 0) {
        counted_work(times);
        _exit(0);
    }
    waitpid(child, NULL, 0);
}
