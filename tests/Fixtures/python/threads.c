/* Instrumented work by several threads. */
#include <pthread.h>

static int s_sink;

static void *work(void *unused)
{
    (void)unused;
    int sum = 0;
    for (int i = 0; i < 20000; i++) {
        if (i % 3 == 0) {
            sum += i;
        } else if (i % 7 == 1) {
            sum ^= 5;
        }
    }
    s_sink = sum;
    return 0;
}

void work_in_threads(int count)
{
    pthread_t threads[64];
    for (int i = 0; i < count; i++) {
        pthread_create(&threads[i], 0, work, 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], 0);
    }
}
