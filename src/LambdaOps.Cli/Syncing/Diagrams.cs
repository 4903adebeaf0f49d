using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Journal;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Drills;

namespace LambdaOps.Cli.Syncing;

/// <summary>
/// State diagrams of the remedies: the states are the phases in the code, the arrows are the ways that incidents went
/// in the drills in which nothing is killed.
/// </summary>
public static class Diagrams
{
    /// <summary>The file that shows them, from the checkout's root.</summary>
    public const string Path = "src/PROCEDURES.md";

    /// <summary>
    /// Puts each remedy's diagram into its part of the file. A remedy without one gets a section at the end.
    /// </summary>
    public static SyncedText Write(
        string file,
        ImmutableArray<Remedy> remedies,
        IEnumerable<(string From, string To)> ways
    )
    {
        var changed = ImmutableArray.CreateBuilder<string>();
        foreach (var remedy in remedies)
        {
            var part = $"diagram {remedy.Name}";
            var whole = file.Contains($"<!-- sync: {part} -->\n", StringComparison.Ordinal)
                ? file
                : $"{file}\n{Section(remedy, part)}";
            var written = SyncedPart.In(whole, part).With($"```mermaid\n{Of(remedy.Name, ways)}\n```\n");
            if (written != file)
            {
                changed.Add(part);
                file = written;
            }
        }

        return new SyncedText(file, changed.ToImmutable(), []);
    }

    private static string Section(Remedy remedy, string part)
    {
        var (when, does, stops) = remedy.Paragraph;
        return $"## {ProcedureName.Capital(when)} (`{remedy.Name}`)\n\n{ProcedureName.Capital(does)}. It stops when: {stops}.\n\n"
            + $"<!-- sync: {part} -->\n<!-- /sync -->\n";
    }

    /// <summary>The lines of a Mermaid diagram, without its fences.</summary>
    public static string Of(ProcedureName remedy, IEnumerable<(string From, string To)> ways)
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var (from, to) in ways)
        {
            if (IsOf(from, remedy) || IsOf(to, remedy))
            {
                text.Append($"    {NameIn(from, remedy)} --> {NameIn(to, remedy)}\n");
            }
        }

        return text.ToString().TrimEnd();
    }

    private static bool IsOf(string state, ProcedureName remedy) =>
        state.StartsWith($"{remedy} ", StringComparison.Ordinal);

    /// <summary>The beginning and the end are [*]; another remedy's state is that remedy.</summary>
    private static string NameIn(string state, ProcedureName remedy) =>
        state switch
        {
            "" => "[*]",
            _ when !IsOf(state, remedy) => state.Split(' ')[0],
            _ => state.Split(' ')[1],
        };

    /// <summary>The seed of the drills that the diagrams are made of.</summary>
    public const ulong Seed = 1;

    /// <summary>The drills that they are made of: incidents, in which nothing is killed.</summary>
    public static ImmutableArray<Drill> DrillsOf(Estate estate) =>
        [.. AllDrills.All.Where(drill => drill.Check is null && drill.On(estate).Expect.Deaths == 0)];

    /// <summary>
    /// The ways of all incidents, in order; a state is "REMEDY PHASE", and "" before and after. Plays the drills on the
    /// checkout's estate: a minute or two.
    /// </summary>
    public static async Task<SortedSet<(string From, string To)>> WaysAsync()
    {
        var ways = new SortedSet<(string, string)>();
        var estate = DrillEstate.Read(Repository.Estate).Estate;
        foreach (var scene in DrillsOf(estate).Select(drill => drill.On(estate)))
        {
            await using var host = await SimulationHost.StartAsync(
                new HostOptions(Seed, Repository.Estate, Act: true, Build: null, Port: null).For(scene)
            );
            await new DrillRunner(host.Simulation, host.Incidents, compiled: false).RunAsync(scene);
            ways.UnionWith(WaysOf(host.Simulation));
        }

        return ways;
    }

    /// <summary>
    /// The ways of a drill's incidents: every save of a record says in which phase of which remedy its incident is.
    /// </summary>
    public static SortedSet<(string From, string To)> WaysOf(Simulation simulation)
    {
        var ways = new SortedSet<(string, string)>();
        var last = new Dictionary<string, string>();
        foreach (var call in simulation.World.Calls.Where(call => call.Service == "dynamodb" && call.Error is null))
        {
            if (Saved(JsonNode.Parse(call.Input)!) is not var (target, incident))
            {
                continue;
            }

            var state = incident is null ? "" : $"{incident.Remedy} {incident.Phase}";
            var before = last.GetValueOrDefault(target, "");
            if (state == before || state.EndsWith(" opened", StringComparison.Ordinal))
            {
                continue;
            }

            ways.Add((before, state));
            var isOver = call.Operation == "TransactWriteItems";
            if (isOver)
            {
                ways.Add((state, ""));
            }

            last[target] = isOver ? "" : state;
        }

        return ways;
    }

    /// <summary>The target's key and its open incident, or the one that ends in the same write; null for other calls.</summary>
    private static (string Target, Incident? Incident)? Saved(JsonNode input)
    {
        var items = input["TransactItems"]?.AsArray();
        var update = items?.Select(item => item!["Update"]).First(one => one is not null) ?? input;
        if ((string?)update["ExpressionAttributeValues"]?[":record"]?["S"] is not { } record)
        {
            return null;
        }

        var target = (string)update["Key"]!["pk"]!["S"]!;
        var ended = items?.Select(item => item!["Put"]?["Item"]).First(one => one is not null);
        return (
            target,
            DynamoDbIncidents.Of(target, record)
                ?? (
                    ended is null
                        ? null
                        : DynamoDbIncidents.Of((string)ended["pk"]!["S"]!, (string)ended["record"]!["S"]!)
                )
        );
    }
}
