using System.CommandLine;

namespace CovTools.Cli;

/// <summary>
/// Lets a verb take the arguments of the LLVM tool that it replaces: long options with one dash, <c>-sparse=1</c>, options and inputs in any order, the last one of
/// an option that is given twice. The result has one spelling only; inputs stand behind <c>--</c>.
/// </summary>
/// <param name="command">The verb.</param>
/// <param name="refused">Options of the LLVM tool that the verb does not have, without dashes, and why.</param>
/// <param name="collector">The option that takes all inputs behind it, as <c>-sources</c> of llvm-cov does; null: none.</param>
internal sealed class LlvmSpelling(Command command, IReadOnlyDictionary<string, string> refused, Option? collector = null)
{
    private static readonly string[] s_help = ["-h", "-?", "-help", "--help", "-help-hidden", "--help-hidden"];

    /// <summary>Translates the arguments behind the verb.</summary>
    /// <exception cref="UsageException">There is no such option, or it is refused, or its value is missing.</exception>
    public string[] Translate(IReadOnlyList<string> arguments)
    {
        var options = new List<(Option Option, string Value)>();
        var inputs = new List<string>();
        var collects = false;
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (argument == "--")
            {
                foreach (var input in arguments.Skip(index + 1))
                {
                    AddInput(input);
                }

                break;
            }

            if (s_help.Contains(argument))
            {
                return ["--help"];
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                AddInput(argument);
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            var option = Find(name);
            if (option == collector)
            {
                collects = true;
                if (equals >= 0)
                {
                    AddInput(argument[(equals + 1)..]);
                }

                continue;
            }

            var value = equals >= 0 ? argument[(equals + 1)..]
                : IsFlag(option) ? "true"
                : ++index < arguments.Count ? arguments[index]
                : throw new UsageException($"{name}: a value is missing");
            options.RemoveAll(given => given.Option == option && option.Arity.MaximumNumberOfValues == 1);
            options.Add((option, IsFlag(option) ? Flag(name, value) : value));
        }

        return [.. options.Select(given => $"{given.Option.Name}={given.Value}"), "--", .. inputs];

        void AddInput(string input)
        {
            if (collects)
            {
                options.Add((collector!, input)); // Only a collector makes inputs collected.
            }
            else
            {
                inputs.Add(input);
            }
        }
    }

    private static bool IsFlag(Option option) => option.ValueType == typeof(bool) || option.ValueType == typeof(bool?);

    private static string Flag(string name, string value) => value switch
    {
        "" or "1" or "true" or "TRUE" or "True" => "true",
        "0" or "false" or "FALSE" or "False" => "false",
        _ => throw new UsageException($"{name}: '{value}' is neither true nor false"),
    };

    private Option Find(string name)
    {
        var bare = name.TrimStart('-');
        var wanted = "--" + bare;
        var option = command.Options.FirstOrDefault(candidate => candidate.Name == wanted || candidate.Aliases.Contains(wanted) || candidate.Aliases.Contains("-" + bare));
        return option
            ?? throw new UsageException(refused.TryGetValue(bare, out var reason) ? $"{name}: {reason}" : $"{name}: there is no such option; a file of this name is given as ./{name} or behind --");
    }
}
