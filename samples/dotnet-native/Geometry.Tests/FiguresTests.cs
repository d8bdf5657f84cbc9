using Xunit;

namespace Geometry.Tests;

public class FiguresTests
{
    [Fact]
    public void ACircleHasAnArea() => Assert.Equal(Math.PI, Figures.Circle(1), 10);

    [Fact]
    public void ACircleOfNegativeRadiusIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Figures.Circle(-1));

    [Fact]
    public void ATriangleHasAnArea() => Assert.Equal(6, Figures.Triangle(3, 4, 5), 10);

    [Fact]
    public void SidesThatDoNotMeetAreRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => Figures.Triangle(1, 1, 3));

    [Fact]
    public void ATriangleOfEqualSidesIsEquilateral() => Assert.True(Figures.IsEquilateral(2, 2, 2));

    [Fact]
    public void ATriangleOfDifferentSidesIsNotEquilateral() => Assert.False(Figures.IsEquilateral(3, 4, 5));
}
