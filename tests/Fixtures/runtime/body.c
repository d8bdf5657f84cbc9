/* The instrumented part of the program. */
int shared_work(int n);

static int inner(int n)
{
    return n <= 1 ? n : inner(n - 1) + inner(n - 2);
}

int never_called(int n)
{
    return n > 0 ? n : -n;
}

int body_work(int n)
{
    int sum = shared_work(n);
    for (int i = 0; i < n; i++) {
        sum += inner(i % 7);
    }
    return sum;
}

unsigned long spin_work(volatile int *stop)
{
    unsigned long turns = 0;
    while (!*stop) {
        turns++;
    }
    return turns;
}
