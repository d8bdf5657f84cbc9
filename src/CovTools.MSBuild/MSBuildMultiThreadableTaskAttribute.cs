namespace Microsoft.Build.Framework;

/// <summary>
/// Says that a task may run in a multithreaded build (<c>-mt</c>) inside MSBuild's own process: it takes full paths, and changes neither the environment nor the current directory.
/// MSBuild looks for the attribute by this name, whichever assembly declares it.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
