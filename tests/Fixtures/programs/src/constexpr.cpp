// if constexpr, if with an initialiser, structured bindings, fold expressions, constant evaluation, range for, nested classes, defaulted members.
#include <cstdlib>
#include <map>
#include <string>
#include <type_traits>

template <typename T> int kind(T value)
{
    if constexpr (std::is_integral_v<T>) {
        return value > 2 ? 1 : 2;
    } else if constexpr (std::is_pointer_v<T>) {
        return value ? 3 : 4;
    } else {
        return 5;
    }
}

template <typename... T> int count_true(T... values) { return ((values ? 1 : 0) + ... + 0); }

constexpr int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }
static_assert(factorial(4) == 24);

class Outer
{
public:
    Outer() = default;
    class Inner
    {
    public:
        explicit Inner(int value) : value_(value < 0 ? -value : value) {}
        int operator()(int other) const { return other > value_ ? other : value_; }
        explicit operator bool() const { return value_ != 0; }

    private:
        int value_ = 3;
    };
    int use(int value) const
    {
        if (Inner inner(value); inner)
            return inner(limit_);
        return -1;
    }

private:
    int limit_ = factorial(3) > 5 ? 2 : 4;
};

int main(int argc, char **argv)
{
    std::map<std::string, int> seen;
    for (int i = 1; i < argc; i++)
        if (auto [place, added] = seen.emplace(argv[i], i); !added)
            place->second += kind(place->second);
    int sum = kind(argc) + kind(argv) + kind(1.5) + count_true(argc > 1, argc > 2, true);
    for (const auto &[name, value] : seen)
        sum += Outer().use(std::atoi(name.c_str())) + value + (argc > 3 ? factorial(value) : 0);
    return sum == 424242;
}
