#include "shapes.h"
#include <stdexcept>

namespace {
struct Square : Shape {
    explicit Square(int side) : side_(side) {}
    int area() const override { return side_ * side_; }
    int side_;
};

struct Box : Shape {
    Box(int a, int b) : a_(a), b_(b) {}
    int area() const override { return clamp_to(a_ * b_, 0, 1000); }
    int a_, b_;
};

int checked(int x)
{
    if (x < 0)
        throw std::out_of_range("negative");
    return x;
}
}

int total_area(const std::vector<Shape *> &shapes)
{
    int sum = 0;
    auto add = [&sum](const Shape *shape) { sum += checked(shape->area()); };
    for (auto *shape : shapes)
        add(shape);
    return sum;
}

int run_shapes(int count)
{
    std::vector<Shape *> shapes;
    for (int i = 0; i < count; i++)
        shapes.push_back(i % 2 ? static_cast<Shape *>(new Box(i, i + 1)) : new Square(i));
    int sum = total_area(shapes);
    for (auto *shape : shapes)
        delete shape;
    try {
        checked(count - 3);
    } catch (const std::out_of_range &) {
        sum = -sum;
    }
    return sum;
}
