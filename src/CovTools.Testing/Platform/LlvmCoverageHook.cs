using Microsoft.Testing.Platform.Builder;
using Microsoft.Testing.Platform.Extensions;
using Microsoft.Testing.Platform.Services;

namespace CovTools.Testing.Platform;

/// <summary>Adds native coverage to a test program of Microsoft.Testing.Platform; the package registers it.</summary>
public static class LlvmCoverageHook
{
    /// <summary>Called by the generated entry point of test programs.</summary>
    /// <param name="builder">The test program.</param>
    /// <param name="arguments">Its command line.</param>
    public static void AddExtensions(ITestApplicationBuilder builder, string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var factory = new CompositeExtensionFactory<LlvmCoverageController>(services => new LlvmCoverageController(services.GetCommandLineOptions()));
        builder.CommandLine.AddProvider(() => new LlvmCoverageOptionProvider());
        builder.TestHostControllers.AddEnvironmentVariableProvider(factory);
        builder.TestHostControllers.AddProcessLifetimeHandler(factory);
    }
}
