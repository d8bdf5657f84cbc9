namespace CovTools.Testing.Tests;

/// <summary>Tests that share the lab run one after another: they use the same projects.</summary>
[CollectionDefinition(Name)]
public sealed class LabCollection : ICollectionFixture<Lab>
{
    public const string Name = "lab";
}
