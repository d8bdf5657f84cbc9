using System.Runtime.Versioning;

// Runs take turns: each uses all processors, and some are judged by time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(CovTools.Cli.Tests.LocalRun))]

// Scripts run on this machine under Linux only.
[assembly: SupportedOSPlatform("linux")]
