using System.Collections.Concurrent;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Functions.Tests;

/// <summary>The compiled functions in a process of their own, as Lambda starts them, with an AWS that nobody answers.</summary>
internal sealed record Hosted(InvocationOutcome Outcome, IReadOnlyList<string> Log)
{
    private const string NoAws = "http://127.0.0.1:1";

    internal static readonly string Program = Path.Combine(AppContext.BaseDirectory, "functions", "bootstrap.dll");

    /// <param name="change">What is otherwise than the template has it.</param>
    /// <param name="aws">The endpoint that the function asks.</param>
    internal static async Task<Hosted> InvokeAsync(
        string function,
        byte[] payload,
        Func<FunctionDefinition, FunctionDefinition>? change = null,
        string aws = NoAws
    )
    {
        var log = new ConcurrentQueue<string>();
        var command = FunctionCommand.For(Program);
        var stack = Stack.Read(File.ReadAllText(Repository.Template), new StackOptions());
        var definition = stack
            .Function(function)
            .ToDefinition(order => new FunctionProcess(
                command,
                FunctionVariables.For(order, command.TaskRoot, aws),
                order.Log,
                order.Machine
            ));
        definition = change?.Invoke(definition) ?? definition;
        await using var environment = definition.Create(
            new EnvironmentOrder(
                definition,
                FunctionCredentials.For(1, definition.Name),
                log.Enqueue,
                TimeProvider.System
            )
        );
        var outcome = await environment.InvokeAsync(
            new LambdaOps.Account.Lambda.RuntimeInvocation(
                "request-1",
                definition.Arn,
                payload,
                definition.Timeout,
                "Root=1-0-0"
            )
        );
        return new Hosted(outcome, [.. log]);
    }
}
