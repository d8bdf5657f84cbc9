namespace CovTools.Containers;

/// <summary>Answers of the Docker Engine API, reduced to the members that are used. Anything may be missing.</summary>
internal static class EngineResponse
{
    internal sealed record Error(string? Message);

    internal sealed record VersionInfo(string? Version, string? ApiVersion, string? MinAPIVersion, string? Os, string? Arch, IReadOnlyList<Component>? Components);

    internal sealed record Component(string? Name);

    internal sealed record Image(string? Id, IReadOnlyList<string>? RepoDigests, string? Architecture, string? Os, ImageConfig? Config);

    internal sealed record ImageConfig(string? User, IReadOnlyList<string>? Env, Dictionary<string, string>? Labels);

    internal sealed record Created(string? Id, IReadOnlyList<string>? Warnings);

    internal sealed record Container(string? Id, State? State);

    internal sealed record State(bool Running, int ExitCode, bool OOMKilled, string? Error);

    internal sealed record Wait(int StatusCode, WaitError? Error);

    internal sealed record WaitError(string? Message);

    internal sealed record ListItem(string? Id, IReadOnlyList<string>? Names, string? State, Dictionary<string, string>? Labels);

    internal sealed record VolumeList(IReadOnlyList<Volume>? Volumes);

    internal sealed record Volume(string? Name, Dictionary<string, string>? Labels);
}
