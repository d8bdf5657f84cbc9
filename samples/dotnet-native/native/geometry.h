#pragma once

// Areas of figures in the plane. A figure that cannot be has the area -1.
extern "C" {
double geometry_circle(double radius);
double geometry_triangle(double a, double b, double c);
int geometry_kind_of_triangle(double a, double b, double c);
}
