using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns;

/// <summary>Counts what was exercised, by area and name.</summary>
public sealed class Tally
{
    private readonly Dictionary<string, Dictionary<object, long>> _counts = new(StringComparer.Ordinal);

    /// <summary>All counts, by area and name, each in alphabetical order.</summary>
    public SortedDictionary<string, SortedDictionary<string, long>> Counts
    {
        get
        {
            var all = new SortedDictionary<string, SortedDictionary<string, long>>(StringComparer.Ordinal);
            foreach (var (area, counts) in _counts)
            {
                var named = all[area] = new SortedDictionary<string, long>(StringComparer.Ordinal);
                foreach (var (name, count) in counts)
                {
                    named[Name(name)] = named.GetValueOrDefault(Name(name)) + count;
                }
            }

            return all;
        }
    }

    /// <summary>How often something of an area happened.</summary>
    public long Of(string area, string name) => Counts.GetValueOrDefault(area)?.GetValueOrDefault(name) ?? 0;

    /// <summary>Takes the counts of another run in.</summary>
    public void Add(Tally other)
    {
        foreach (var (area, counts) in other._counts)
        {
            foreach (var (name, count) in counts)
            {
                Add(area, name, count);
            }
        }
    }

    internal void Count<T>(string area, T name)
        where T : notnull => Add(area, name, 1);

    internal void Made(Change change, ActionOutcome outcome) => Add("action", (change.GetType(), outcome.GetType()), 1);

    internal void Decision(Core.ProcedureName remedy, Decision decision)
    {
        Add("decision", (remedy, decision.GetType()), 1);
        if (decision is Decision.Act act)
        {
            Add("change", (remedy, act.Change.GetType()), 1);
        }
    }

    internal void Finished(LoopReport? report, Exception? failed) =>
        Add("invocation", report is null ? failed!.GetType() : report.Outcome, 1);

    private void Add(string area, object name, long more)
    {
        if (!_counts.TryGetValue(area, out var counts))
        {
            _counts[area] = counts = [];
        }

        counts[name] = counts.GetValueOrDefault(name) + more;
    }

    private static string Name(object name) =>
        name switch
        {
            Type type => type.Name,
            (Type change, Type outcome) => $"{change.Name} {outcome.Name}",
            (Core.ProcedureName remedy, Type decision) => $"{remedy} {decision.Name}",
            (Core.ProcedureName remedy, string end) => $"{remedy} {end}",
            _ => name.ToString()!,
        };
}
