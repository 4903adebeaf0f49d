using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LambdaOps.Cli;

/// <summary>
/// --help. A command's description may end in "Exit codes: …": that is said in the command's own help, below
/// everything else, and not where all commands are listed.
/// </summary>
internal sealed class Help : SynchronousCommandLineAction
{
    private const string Head = "Exit codes: ";

    private readonly HelpAction _inner;
    private readonly Dictionary<Command, string> _codes = [];

    private Help(HelpAction inner) => _inner = inner;

    /// <summary>Who asks what a command needs has not given it yet.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Takes the exit codes out of all descriptions below the root.</summary>
    public static RootCommand In(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        var help = new Help((HelpAction)option.Action!);
        help.Take(root);
        option.Action = help;
        return root;
    }

    public override int Invoke(ParseResult parseResult)
    {
        var shown = _inner.Invoke(parseResult);
        if (_codes.TryGetValue(parseResult.CommandResult.Command, out var codes))
        {
            parseResult.InvocationConfiguration.Output.WriteLine("Exit codes:");
            foreach (var code in codes.TrimEnd('.').Split(';', StringSplitOptions.TrimEntries))
            {
                parseResult.InvocationConfiguration.Output.WriteLine($"  {code}");
            }
        }

        return shown;
    }

    private void Take(Command command)
    {
        if (command.Description?.IndexOf(Head, StringComparison.Ordinal) is >= 0 and var at)
        {
            _codes[command] = command.Description[(at + Head.Length)..];
            command.Description = command.Description[..at].TrimEnd();
        }

        foreach (var below in command.Subcommands)
        {
            Take(below);
        }
    }
}
