using CovTools.Profiles;

namespace CovTools.Testing;

/// <summary>What the tests of a project counted.</summary>
/// <param name="Profile">The merged profile; null when no instrumented library was loaded.</param>
/// <param name="Modules">Libraries whose files are known: path and id.</param>
/// <param name="Messages">What is missing.</param>
internal sealed record CollectedCoverage(ProfileBuilder? Profile, IReadOnlyList<CollectedModule> Modules, IReadOnlyList<TestingMessage> Messages);
