namespace CovTools.Tests.Support;

/// <summary>Tests that measure what the process allocates: no other test runs at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AllocationMeasurement
{
    public const string Name = "Allocations";
}
