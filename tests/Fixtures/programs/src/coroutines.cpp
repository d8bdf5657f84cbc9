// A generator and its consumer.
#include "coroutine_support.h"
#include <cstdlib>

struct Numbers
{
    struct promise_type
    {
        int current = 0;
        Numbers get_return_object() { return Numbers{COROUTINES::coroutine_handle<promise_type>::from_promise(*this)}; }
        COROUTINES::suspend_always initial_suspend() noexcept { return {}; }
        COROUTINES::suspend_always final_suspend() noexcept { return {}; }
        COROUTINES::suspend_always yield_value(int value) { current = value; return {}; }
        void return_void() {}
        void unhandled_exception() { std::abort(); }
    };

    explicit Numbers(COROUTINES::coroutine_handle<promise_type> handle) : handle_(handle) {}
    Numbers(Numbers &&other) : handle_(other.handle_) { other.handle_.frame_ = nullptr; }
    ~Numbers()
    {
        if (handle_.frame_)
            handle_.destroy();
    }

    bool next(int &value)
    {
        handle_.resume();
        if (handle_.done())
            return false;
        value = handle_.promise().current;
        return true;
    }

    COROUTINES::coroutine_handle<promise_type> handle_;
};

static Numbers count(int first, int last)
{
    for (int i = first; i <= last; i++) {
        if (i % 3 == 0)
            continue;
        co_yield i;
    }
    if (first > last)
        co_return;
    co_yield -1;
}

int main(int argc, char **argv)
{
    int sum = 0;
    for (int i = 1; i < argc; i++) {
        Numbers numbers = count(i, std::atoi(argv[i]));
        int value;
        while (numbers.next(value))
            sum += value > 4 ? value : 1;
    }
    return sum == 424242;
}
