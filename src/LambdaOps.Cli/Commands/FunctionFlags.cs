using System.CommandLine;
using LambdaOps.Cli.Hosting;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>What runs the functions of a simulation: compiled ones, a JIT build, or this process.</summary>
internal sealed class FunctionFlags
{
    private readonly Option<bool> _inProcess = new("--in-process")
    {
        Description = "Run the loop in this process instead of the functions: quicker, proves less.",
    };

    private readonly Option<bool> _jit = new("--jit")
    {
        Description = "Run the functions as a JIT build: needs no C toolchain, starts more slowly.",
    };

    public Option<bool> InProcess => _inProcess;

    public Option<bool> Jit => _jit;

    public void AddTo(Command command)
    {
        command.Options.Add(_inProcess);
        command.Options.Add(_jit);
    }

    /// <exception cref="UsageException">Both at once.</exception>
    public FunctionChoice Of(ParseResult parsed) =>
        (parsed.GetValue(_inProcess), parsed.GetValue(_jit)) is (true, true)
            ? throw new UsageException("--jit: found with --in-process, expected one of them")
            : new FunctionChoice(parsed.GetValue(_inProcess), parsed.GetValue(_jit));
}

/// <summary>Neither is Native AOT.</summary>
public sealed record FunctionChoice(bool InProcess, bool Jit)
{
    /// <summary>The flag that makes the same choice again, after a space; empty for compiled functions.</summary>
    public string Flag =>
        InProcess ? " --in-process"
        : Jit ? " --jit"
        : "";

    /// <summary>Publishes the functions when needed; null where this process runs the loop.</summary>
    /// <exception cref="BuildFailedException">They cannot be built here.</exception>
    public async Task<FunctionBuild?> BuildAsync(CancellationToken stop) =>
        InProcess
            ? null
            : await FunctionBuild.EnsureAsync(
                text => AnsiConsole.MarkupLine($"[grey]{Markup.Escape(text)}[/]"),
                Jit,
                stop
            );
}
