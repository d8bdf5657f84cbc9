// Virtual calls in a hierarchy.
#include "shapes.h"

namespace
{
struct Square : Shape
{
    explicit Square(int size) : size_(size) {}
    int area() const override { return size_ * size_; }
    int corners() const override { return 4; }
    int size_;
};

struct Circle : Shape
{
    explicit Circle(int size) : size_(size) {}
    int area() const override { return size_ > 2 ? 3 * size_ * size_ : 3; }
    int size_;
};
}

struct Triangle : Shape
{
    explicit Triangle(int size) : size_(size) {}
    int area() const override { return size_ * size_ / 2; }
    int corners() const override { return 3; }
    int size_;
};

Shape *make_shape(int kind, int size)
{
    switch (kind % 3) {
    case 0: return new Square(size);
    case 1: return new Circle(size);
    default: return new Triangle(size);
    }
}

__attribute__((noinline)) int measure(const Shape &shape)
{
    return shape.area() + shape.corners();
}
