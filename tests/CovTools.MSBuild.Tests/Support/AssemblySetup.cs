using System.Runtime.Versioning;

// Each test starts builds, which use all processors.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(CovTools.MSBuild.Tests.PackedPackages))]
[assembly: AssemblyFixture(typeof(CovTools.MSBuild.Tests.NativePrograms))]

// The native programs are made and run under Linux.
[assembly: SupportedOSPlatform("linux")]
