using CovTools.Profiles;

namespace CovTools.Modules;

/// <summary>A raw version that explains a module's function records.</summary>
internal readonly record struct DetectedVersion(int Version, ProfileFlags Flags, ModuleFunction[] Functions);
