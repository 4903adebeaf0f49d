using System.CommandLine;
using System.CommandLine.Parsing;

namespace LambdaOps.Cli;

/// <summary>A command line that cannot be read, in one sentence: which flag, what was found, what was expected.</summary>
internal static class Misuse
{
    public static string Sentence(ParseError error, ParseResult parsed) =>
        error.SymbolResult switch
        {
            // The flag's own words begin with its name.
            OptionResult { Option.Name: var name } when Begins(error, name) => error.Message,
            ArgumentResult { Argument.Name: var name } when Begins(error, name) => error.Message,
            ArgumentResult { Parent: OptionResult flag } => OfFlag(flag),
            OptionResult flag => OfFlag(flag),
            ArgumentResult { Argument: var argument, Tokens: [] } => $"{argument.Name}: found nothing, expected it",
            ArgumentResult { Argument: var argument, Tokens: [var token, ..] } =>
                $"{argument.Name}: found '{token.Value}', expected {Expected(argument.ValueType)}",
            CommandResult { Command: { Subcommands: { Count: > 0 } below } command } =>
                $"{(command is RootCommand ? "" : $"{command.Name}: ")}found {Unknown(parsed)}, expected one of "
                    + string.Join(", ", below.Select(one => one.Name)),
            CommandResult { Command: var command } =>
                $"{command.Name}: found {Unknown(parsed)}, expected what 'lambdaops {PathOf(command)}--help' names",
            _ => error.Message,
        };

    private static string Unknown(ParseResult parsed) =>
        parsed.UnmatchedTokens is [var token, ..] ? $"'{token}'" : "nothing";

    private static bool Begins(ParseError error, string name) =>
        error.Message.StartsWith($"{name}:", StringComparison.Ordinal);

    private static string OfFlag(OptionResult flag)
    {
        var option = flag.Option;
        return flag.Tokens switch
        {
            [] when flag.IdentifierToken is null => $"{option.Name}: found nothing, expected it: {option.Description}",
            [] => $"{option.Name}: found no value, expected {Expected(option.ValueType)}",
            [var token] => $"{option.Name}: found '{token.Value}', expected {Expected(option.ValueType)}",
            _ => $"{option.Name}: found it more than once, expected one value",
        };
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)}{command.Name} " : "";

    private static string Expected(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(int) || plain == typeof(long) ? "a whole number"
            : plain == typeof(ulong) || plain == typeof(uint) ? "a whole number, 0 or more"
            : plain == typeof(double) ? "a number"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(FileInfo) ? "a file"
            : plain == typeof(DirectoryInfo) ? "a folder"
            : plain == typeof(Uri) ? "a URL"
            : "a value";
    }
}
