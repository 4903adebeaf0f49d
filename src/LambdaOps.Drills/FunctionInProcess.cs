using System.Text;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Wire;
using LambdaOps.Aws;
using LambdaOps.Aws.Invocations;
using LambdaOps.Core.Estates;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaOps.Drills;

/// <summary>
/// The stack's functions in this process: what is deployed, on clients whose AWS is the simulated account in memory.
/// </summary>
public static class FunctionInProcess
{
    static FunctionInProcess() => ForeignAnswers.Tell();

    /// <summary>Makes execution environments: each is composed anew, as at a cold start.</summary>
    /// <param name="estate">As the function would read it from its package.</param>
    public static Func<EnvironmentOrder, IExecutionEnvironment> In(Simulation simulation, Estate estate) =>
        order => new InProcessFunction(Compose(simulation, estate, order));

    private static InProcessFunction.Handler Compose(Simulation simulation, Estate estate, EnvironmentOrder order)
    {
        var name = order.Function.Name;
        var door = new InMemoryHandler(simulation.Endpoint, InMemoryClients.Host)
        {
            Trace = () => simulation.Lambda.TraceOf(name),
        };
        var clients = new InMemoryClients(door, order.Credentials, simulation.Stack.Region);
        var function = new FunctionOnAws(
            new FunctionSettings(variable => order.Function.Variables.GetValueOrDefault(variable)),
            NullLoggerFactory.Instance
        )
        {
            Configure = clients.Configure,
            HealthHandler = () => door,
            Handshake = (host, _, _) => Task.FromResult(Handshakes.In(simulation.World, host)),
            Machine = simulation.World.Clock,
            Output = () => new LogStream(order.Log),
        };
        var remaining = order.Function.Timeout;
        if (simulation.Stack.RunsIncidents(name))
        {
            var remedy = function.RemedyInvocation(estate);
            return async (payload, request, killed) =>
                (await remedy.RunAsync(payload, remaining, request, killed)).ToJson();
        }

        var jobs = function.JobInvocation(estate);
        return async (payload, _, killed) => (await jobs.RunAsync(payload, remaining, killed)).ToJson();
    }

    /// <summary>Standard output as Lambda takes it: lines of the function's log.</summary>
    private sealed class LogStream(Action<string> log) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => log(Encoding.UTF8.GetString(buffer).TrimEnd('\n'));
    }
}
