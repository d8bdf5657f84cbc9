// A library for SanitizerCoverage: functions with edges that tests can count.
#include <thread>
#include <vector>

static volatile int s_sink; // keeps calls from being optimized away

extern "C" __attribute__((noinline)) int work(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        if (i % 3 == 0) {
            sum += i;
        } else if (i % 5 == 0) {
            sum -= 1;
        } else {
            sum ^= i;
        }
    }
    return sum;
}

extern "C" __attribute__((noinline)) int choose(int n)
{
    switch (n) {
    case 1:
        return 5;
    case 2:
        return 7 * work(1);
    case 3:
        return work(4);
    default:
        return 0;
    }
}

extern "C" void threads(int count)
{
    std::vector<std::thread> all;
    for (int i = 0; i < count; i++) {
        all.emplace_back([i] {
            for (int k = 0; k < 2000; k++) {
                s_sink = choose(i % 4);
                s_sink = work(k % 17);
            }
        });
    }
    for (auto &thread : all) {
        thread.join();
    }
}
