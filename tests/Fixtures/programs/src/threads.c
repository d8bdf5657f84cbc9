/* Four threads in the same functions; each path is taken by a known number of iterations, so that counters that lose nothing are the same every time. */
#include <pthread.h>
#include <stddef.h>

static int step(int value)
{
    return value % 3 == 0 ? value / 3 : value % 3 == 1 ? value + 2 : value - 2;
}

static void *worker(void *argument)
{
    int sum = 0;
    for (int i = 0; i < 1000; i++)
        if (i % 5 || argument)
            sum += step(i);
    return sum == 1 ? argument : NULL;
}

int main(void)
{
    pthread_t threads[4];
    int data[4];
    for (int i = 0; i < 4; i++)
        if (pthread_create(&threads[i], NULL, worker, i == 3 ? NULL : &data[i]))
            return 1;
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
