using System.Runtime.InteropServices;

namespace Geometry;

/// <summary>Figures in the plane, computed by the native library.</summary>
public static partial class Figures
{
    /// <summary>The area of a circle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such circle.</exception>
    public static double Circle(double radius) => Area(geometry_circle(radius), nameof(radius));

    /// <summary>The area of a triangle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such triangle.</exception>
    public static double Triangle(double a, double b, double c) => Area(geometry_triangle(a, b, c), nameof(a));

    /// <summary>Whether all sides of a triangle are equal.</summary>
    public static bool IsEquilateral(double a, double b, double c) => geometry_kind_of_triangle(a, b, c) == 3;

    private static double Area(double area, string argument) => area >= 0 ? area : throw new ArgumentOutOfRangeException(argument, "There is no such figure.");

    [LibraryImport("geometry")]
    private static partial double geometry_circle(double radius);

    [LibraryImport("geometry")]
    private static partial double geometry_triangle(double a, double b, double c);

    [LibraryImport("geometry")]
    private static partial int geometry_kind_of_triangle(double a, double b, double c);
}
