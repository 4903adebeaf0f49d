using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;
using LambdaOps.Cli;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Drills;

namespace LambdaOps.Benchmarks.Checks;

/// <summary>
/// checks: one run of quickCheck on estates of 1, 10, 100 and 1,000 services, by the compiled function over HTTP on the
/// simulated account.
/// </summary>
internal static class CheckScaleCommand
{
    private static readonly int[] s_sizes = [1, 10, 100, 1000];

    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(2);

    /// <summary>Virtual time in which every part has reported.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);

    public static Command Create()
    {
        var services = new Option<int[]>("--services")
        {
            Description = "Numbers of services.",
            DefaultValueFactory = _ => s_sizes,
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "checks",
            "One run of quickCheck by number of services: calls, virtual time, CPU time and memory of the function."
        )
        {
            services,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(services)!));
        return command;
    }

    private static async Task<int> RunAsync(int[] sizes)
    {
        var build = await CompiledFunctions.CompiledAsync();
        Console.WriteLine(Machine.Describe());
        Console.WriteLine(
            $"{"services", 10}{"parts", 8}{"calls", 8}{"of them journal, queue", 24}{"a service", 11}"
                + $"{"virtual s", 11}{"CPU ms", 9}{"peak MB", 9}"
        );
        foreach (var size in sizes)
        {
            if (size < 1)
            {
                throw new UsageException($"--services: found {size}, expected 1 or more");
            }

            if (!await MeasureAsync(size, build))
            {
                Console.WriteLine($"{size} services: not every part has reported");
                return ExitCodes.Failed;
            }
        }

        Console.WriteLine($"load now {Machine.Load()}");
        return ExitCodes.Passed;
    }

    /// <returns>Whether every part has reported.</returns>
    private static async Task<bool> MeasureAsync(int size, FunctionBuild build)
    {
        var options = new HostOptions(1, Repository.Estate, Act: false, build, Port: null)
        {
            ShapeEstate = estate => Multiply(estate, size),
        };
        await using var host = await SimulationHost.StartAsync(options);
        var simulation = host.Simulation;
        var world = simulation.World;
        var check = QuickCheckProcedure.ProcedureName;
        var watch = simulation.Stack.Find(new QuickCheckProcedure().Function).Name;
        var runs = new RecordedRuns(simulation, check);
        // Until just before its schedule starts it: a run by hand has no time that all its parts share.
        var dueAt = new QuickCheckProcedure().Schedule.Next(simulation.Options.Start, TimeZoneInfo.Utc);
        await simulation.Pump.RunUntilAsync(() => false, dueAt - s_early);
        int known;
        lock (world.Gate)
        {
            known = world.Calls.Count;
        }

        var before = CpuOf(Functions());
        var end = await simulation.Pump.RunUntilAsync(() => runs.All().Any(run => run.At == dueAt), dueAt + s_limit);
        var processes = Functions();
        lock (world.Gate)
        {
            ImmutableArray<CallRecord> calls = [.. world.Calls.Skip(known).Where(call => call.Caller == watch)];
            var own = calls.Count(call => call.Service is "dynamodb" or "sqs");
            var parts = new QuickCheckProcedure().PartsOf(simulation.Options.Estate).Length;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size, 10}{parts, 8}{calls.Length, 8}{own, 24}{(double)calls.Length / size, 11:0.00}"
                        + $"{(end.At - dueAt).TotalSeconds, 11:0.0}"
                        + $"{(CpuOf(processes) - before).TotalMilliseconds, 9:0}"
                        + $"{processes.Select(PeakMemory.Of).DefaultIfEmpty(double.NaN).Max(), 9:0.0}"
                )
            );
        }

        return end.Reason == PumpEndReason.Done;
    }

    /// <summary>
    /// As many services as the first one: each with its own target group, load balancer, URL, and two alarms.
    /// </summary>
    private static void Multiply(JsonNode estate, int size)
    {
        var first = estate["services"]![0]!;
        var (services, alarms) = (new JsonArray(), new JsonArray());
        for (var at = 1; at <= size; at++)
        {
            var service = first.DeepClone();
            var name = string.Create(CultureInfo.InvariantCulture, $"api-{at}");
            service["id"] = name;
            service["service"] = name;
            service["health"]!["url"] = $"https://{name}.example.com/health";
            service["targetGroupArn"] = Numbered((string)service["targetGroupArn"]!, at);
            service["loadBalancer"] = Numbered((string)service["loadBalancer"]!, at);
            services.Add(service);
            alarms.Add(Alarm($"{name}-5xx", name, "serviceUnavailable"));
            alarms.Add(Alarm($"{name}-p95", name, "latency"));
        }

        estate.AsObject().Remove("disasterRecovery");
        estate["services"] = services;
        estate["alarms"] = alarms;
    }

    private static JsonObject Alarm(string name, string target, string remedy) =>
        new()
        {
            ["name"] = name,
            ["target"] = target,
            ["remedy"] = remedy,
            ["severity"] = "P2",
        };

    /// <summary>The same with another hexadecimal id of 16 digits at its end.</summary>
    private static string Numbered(string arn, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{arn[..^16]}{number:x16}");

    /// <summary>The functions' processes that this one has started.</summary>
    private static Process[] Functions() =>
        [.. Process.GetProcessesByName("bootstrap").Where(process => IsBelow(process.Id, Environment.ProcessId))];

    /// <summary>Whether the process is a child of that one, or a child's.</summary>
    private static bool IsBelow(int process, int above)
    {
        var parent = ParentOf(process);
        return parent == above || (parent > 1 && ParentOf(parent) == above);
    }

    /// <summary>The second word after the name in parentheses (proc(5)).</summary>
    private static int ParentOf(int process) =>
        int.Parse(
            File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ')[1],
            CultureInfo.InvariantCulture
        );

    private static TimeSpan CpuOf(IEnumerable<Process> processes) =>
        processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.TotalProcessorTime);
}
