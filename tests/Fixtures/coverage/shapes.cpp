// A program over shapes.h, with exceptions, lambdas in lambdas, static initialisers and classes.
#include "shapes.h"
#include <cstdlib>
#include <functional>

namespace {
int hidden(int x) { return x % 2 ? 1 : 0; }
struct Guard { int &n; ~Guard() { n = n ? n : 1; } };
}

static int initialised = hidden(3) ? 2 : 1;

struct Base {
    virtual ~Base() = default;
    virtual int area() const { return 0; }
    Base() = default;
    Base(const Base &) = default;
};
struct Square final : Base {
    int side = initialised > 1 ? 1 : 2;
    explicit Square(int s) { if (s) side = s; }
    int area() const override { return side * side; }
};

static int throws(int x)
{
    int n = 0;
    Guard guard{n};
    try {
        n += checked(x);
        try {
            CHECK(x != 5, "five");
            if (x == 6) throw x;
        } catch (int value) {
            n += value;
        }
    } catch (const std::invalid_argument &) {
        n--;
    } catch (...) {
        std::abort();
    }
    return n;
}

int main(int argc, char **argv)
{
    std::vector<int> items;
    for (int i = 1; i < argc; i++) items.push_back(std::atoi(argv[i]));
    auto outer = [&](int limit) {
        auto inner = [limit](int x) { return x > limit ? true : x == 0; };
        return count_if(items, inner) + count_if(items, [](int x) { return x && hidden(x); });
    };
    int n = outer(2);
    for (int x : items) {
        n += throws(x) + Box<int>(x).twice() + Box<int>(x).mix(3) + (int)Box<double>(x).mix(1.5) + (int)Box<long>(x).mix(0.5f);
        n += Square(x).area() + library(x) + second_unit(x) + used_in_one_unit(x);
        std::function<int(int)> f = [n](int y) mutable -> int { if (y) return n; return ++n; };
        n += f(x);
    }
    return n == -1 ? 1 : 0;
}
