// Exceptions: thrown, caught, rethrown, through destructors, in constructors, never thrown.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

struct Guard
{
    explicit Guard(int &count) : count_(count) {}
    ~Guard() { if (count_ < 100) count_++; }
    int &count_;
};

struct Picky
{
    explicit Picky(int value) : value_(value) { if (value == 5) throw value; }
    int value_;
};

static int risky(int value)
{
    if (value < 0)
        throw std::runtime_error("negative");
    if (value > 50)
        throw value;
    return value * 2;
}

static int careful(int value, int &guards)
{
    try {
        Guard guard(guards);
        int doubled = risky(value);
        Picky picky(doubled / 2);
        return doubled + picky.value_;
    } catch (const std::exception &error) {
        return int(std::string(error.what()).size());
    } catch (int number) {
        if (number > 90)
            throw;
        return -1;
    } catch (...) {
        return -2;
    }
}

static int quiet(int value) noexcept try { return value ? risky(1) : 0; } catch (...) { return 9; }

int main(int argc, char **argv)
{
    int sum = 0, guards = 0;
    for (int i = 1; i < argc; i++) {
        try {
            sum += careful(std::atoi(argv[i]), guards);
        } catch (int) {
            sum += 1000;
        }
        sum += quiet(i);
    }
    std::printf("%d %d\n", sum, guards);
    return 0;
}
