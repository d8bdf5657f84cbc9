#pragma once
#include <vector>

template <typename T> T clamp_to(T value, T low, T high)
{
    if (value < low)
        return low;
    return value > high ? high : value;
}

inline int unused_helper(int x) { return x + 1; }

struct Shape {
    virtual ~Shape() = default;
    virtual int area() const = 0;
};

int total_area(const std::vector<Shape *> &shapes);
int run_shapes(int count);
