#ifndef TEMPLATES_H
#define TEMPLATES_H
#include <cstddef>

template <typename T> T largest(const T *values, std::size_t count)
{
    T result = values[0];
    for (std::size_t i = 1; i < count; i++)
        if (values[i] > result)
            result = values[i];
    return result;
}

template <int N> struct Power
{
    static int of(int base) { return N % 2 ? base * Power<N - 1>::of(base) : Power<N / 2>::of(base) * Power<N / 2>::of(base); }
};

template <> struct Power<0>
{
    static int of(int) { return 1; }
};

template <typename T, typename U = int> class Pair
{
public:
    Pair(T first, U second) : first_(first), second_(second) {}
    template <typename V> bool same(const V &other) const { return first_ == static_cast<T>(other.first_) && second_ == static_cast<U>(other.second_); }
    T first_;
    U second_;
};

inline int shared_inline(int value)
{
    return value > 10 ? value - 10 : value;
}

inline int unused_inline(int value)
{
    if (value)
        return 1;
    return 2;
}

template <typename T> T unused_template(T value)
{
    return value ? value : T(1);
}

static inline int per_unit(int value)
{
    return value & 1 ? value : -value;
}

int from_first(int value);
int from_second(int value);
#endif
