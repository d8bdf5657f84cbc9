// std::terminate in a thread, after instrumented work.
#include <stdexcept>
#include <thread>

static int work(int n) { return n > 3 ? n * 2 : n; }

int main()
{
    int sum = 0;
    for (int i = 0; i < 10; i++) {
        sum += work(i);
    }
    std::thread thread([] { throw std::runtime_error("nobody catches this"); });
    thread.join();
    return sum;
}
