#include "geometry.h"

#include <cmath>

static const double pi = 3.14159265358979323846;
static const double impossible = -1;

static bool is_triangle(double a, double b, double c) {
    return a > 0 && b > 0 && c > 0 && a + b > c && b + c > a && c + a > b;
}

double geometry_circle(double radius) {
    if (radius < 0) {
        return impossible;
    }
    return pi * radius * radius;
}

double geometry_triangle(double a, double b, double c) {
    if (!is_triangle(a, b, c)) {
        return impossible;
    }
    double half = (a + b + c) / 2;
    return std::sqrt(half * (half - a) * (half - b) * (half - c));
}

// 3: all sides are equal, 2: two of them are, 0: none; -1: there is no such triangle.
int geometry_kind_of_triangle(double a, double b, double c) {
    if (!is_triangle(a, b, c)) {
        return -1;
    }
    if (a == b && b == c) {
        return 3;
    }
    if (a == b || b == c || c == a) {
        return 2;
    }
    return 0;
}
