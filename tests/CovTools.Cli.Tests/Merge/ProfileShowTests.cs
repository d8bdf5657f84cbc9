using System.Globalization;

namespace CovTools.Cli.Tests.Merge;

/// <summary>What <c>profile show</c> prints is what llvm-profdata show prints.</summary>
public sealed class ProfileShowTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(14, "")]
    [InlineData(14, "-all-functions -counts")]
    [InlineData(19, "")]
    [InlineData(19, "-all-functions -counts")]
    [InlineData(19, "-function=pick -binary-ids")]
    [InlineData(19, "-topn=2 -value-cutoff=3 -detailed-summary")]
    [InlineData(19, "-detailed-summary-cutoffs=500000,990000 -profile-version")]
    [InlineData(19, "-detailed-summary -detailed-summary-cutoffs=500000,990000")]
    [InlineData(19, "-covered")]
    [InlineData(19, "-all-functions -text")]
    [InlineData(22, "-all-functions -counts -detailed-summary")]
    public async Task AsLlvmDoes(int major, string options)
    {
        var arguments = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var raw = ProfileSamples.Make(major, _workspace.Root, 1)[0];
        await ProfileSamples.OracleAsync(major, _workspace.Root, raw);
        var indexed = Path.Combine(_workspace.Root, $"oracle{major}.profdata");

        foreach (var file in new[] { raw, indexed })
        {
            var ours = await Tool.RunAsync(_workspace.Root, ["profile", "show", "--llvm", major.ToString(CultureInfo.InvariantCulture), .. arguments, file]);

            ours.WithExitCode(0).Output.ShouldBe(await LlvmTools.CaptureAsync(ProfileSamples.Profdata(major), ["show", .. arguments, file]), file);
        }
    }

    [Fact]
    public async Task SeveralFilesAreHeadedByTheirNames()
    {
        var files = ProfileSamples.Make(19, _workspace.Root, 2);

        var result = await Tool.RunAsync(_workspace.Root, "profile", "show", "-o", "text", files[0], files[1]);

        result.WithExitCode(0).Output.ShouldBeEmpty();
        var text = await File.ReadAllTextAsync(Path.Combine(_workspace.Root, "text"), TestContext.Current.CancellationToken);
        text.ShouldBe(string.Concat(await Task.WhenAll(files.Select(async file => $"{file}:\n{await LlvmTools.ShowAsync(file)}"))));
    }

    [Theory]
    [InlineData("profile show", "FILE")]
    [InlineData("profile", "see: dotnet cov-collect profile --help")]
    [InlineData("profile show -json x", "-json: this is known for sample profiles only")]
    [InlineData("profile show --llvm 9 x", "--llvm: 9 is not within 13 to 23")]
    [InlineData("profile show --detailed-summary-cutoffs 5,x x", "--detailed-summary-cutoffs: 'x' is no number")]
    [InlineData("profile show --hot-func-list x", "--hot-func-list: hot functions are not listed")]
    public async Task AWrongValueIsAUsageError(string command, string message) =>
        (await Tool.RunAsync(_workspace.Root, command.Split(' '))).WithExitCode(2).Error.ShouldContain(message);

    [Fact]
    public async Task ADamagedFileIsNamed()
    {
        var file = ProfileSamples.Make(19, _workspace.Root, 1)[0];
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))[..150], TestContext.Current.CancellationToken);

        (await Tool.RunAsync(_workspace.Root, "profile", "show", file)).WithExitCode(1).Error.ShouldMatch($"error: {file}: offset 0x[0-9a-f]+: ");
    }
}
