// Templates, inline functions and lambdas that several units instantiate.
#pragma once
#include <stdexcept>
#include <type_traits>
#include <vector>

#define CHECK(condition, message) if (!(condition)) throw std::invalid_argument(message)

template <class T> struct Box {
    T value;
    explicit Box(T v) : value(v) {}
    T twice() const { return value > T(2) ? value + value : T(); }
    template <class U> auto mix(U other) const {
        if constexpr (std::is_integral_v<U> && std::is_integral_v<T>) {
            return value & other ? value : other;
        } else if constexpr (std::is_floating_point_v<U>) {
            if (other > 1) return value + other;
            return value - other;
        } else {
            return other;
        }
    }
};

template <class T, class F> int count_if(const std::vector<T> &items, F f)
{
    int n = 0;
    for (const auto &item : items)
        if (f(item)) n++;
    return n;
}

inline int checked(int x)
{
    CHECK(x != 4, "four");
    return x > 2 ? x : -x;
}

inline int never_used(int x) { return x ? 1 : 2; }
inline int used_in_one_unit(int x) { return x > 1 && x < 9; }

int library(int x);
int second_unit(int x);
