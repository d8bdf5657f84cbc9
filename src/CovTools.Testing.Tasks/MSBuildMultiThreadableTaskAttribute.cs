namespace Microsoft.Build.Framework;

/// <summary>Tells MSBuild, which looks for this name, that a task neither uses the current directory nor changes the environment: it may run beside others in one process.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
