using System.CommandLine;
using System.Text;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Cli.Profile;

/// <summary>The verb <c>profile show</c>.</summary>
internal static class ProfileCommand
{
    public const string Name = "profile";

    public const string Show = "show";

    private const string Help = """
        Show what a profile holds, as llvm-profdata show does, for profiles of any LLVM version. Takes its arguments, too.

        Example:
          dotnet cov-collect profile show --all-functions --counts all.profdata
        """;

    public static Command Create()
    {
        var options = new ShowOptionSet();
        var show = new Command(Show, Help);
        options.AddTo(show);
        show.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, options, cancellationToken), cancellationToken));
        var command = new Command(Name, "Look into profiles.");
        command.Subcommands.Add(show);
        return command;
    }

    private static int Run(ParseResult parsed, ShowOptionSet options, CancellationToken cancellationToken)
    {
        var request = options.Read(parsed);
        var reading = options.ReadReading(parsed);
        var files = parsed.GetRequiredValue(options.Files);
        var output = parsed.GetRequiredValue(options.Output);
        if (output == "-")
        {
            using var standard = Console.OpenStandardOutput();
            Print(files, request, reading, standard, cancellationToken);
        }
        else
        {
            ReplacedFile.Write(output, stream => Print(files, request, reading, stream, cancellationToken));
        }

        return (int)ExitCode.Complete;
    }

    private static void Print(string[] files, ProfileShowOptions request, ProfileReadOptions reading, Stream output, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var source = new FileByteSource(file);
            if (source.Length == 0)
            {
                throw new MalformedDataException(file, -1, "the file is empty");
            }

            if (files.Length > 1)
            {
                writer.Write($"{file}:\n");
            }

            ProfileShowWriter.Write(ProfileReader.Read(source, reading), request, writer);
        }
    }
}
