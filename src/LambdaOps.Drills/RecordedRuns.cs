using System.Collections.Immutable;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Aws.Journal;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Drills;

/// <summary>
/// The runs of one check as its records in the journal's table showed them. A record keeps only its last report: they
/// are collected whenever they are asked for.
/// </summary>
internal sealed class RecordedRuns(Simulation simulation, ProcedureName check)
{
    private readonly Dictionary<(string Part, DateTimeOffset StartedAt), CheckReport> _seen = [];
    private readonly int _parts =
        AllProcedures.FindCheck(check)?.PartsOf(simulation.Options.Estate).Length
        ?? throw new InvalidOperationException($"there is no check '{check}'");

    private long _version = -1;

    /// <summary>The runs whose parts have all reported, in their order. Called with the world's gate held.</summary>
    public ImmutableArray<RunOfCheck> All()
    {
        Collect();
        return
        [
            .. _seen
                .Values.GroupBy(report => report.ScheduledFor ?? report.StartedAt)
                .Where(run => run.Count() == _parts)
                .OrderBy(run => run.Key)
                .Select(run => new RunOfCheck(run.Key, [.. run])),
        ];
    }

    /// <summary>Whether each part has reported a run that a person started. Called with the world's gate held.</summary>
    public bool HasRunByRequest()
    {
        Collect();
        return _seen.Where(one => one.Value.ScheduledFor is null).Select(one => one.Key.Part).Distinct().Count()
            == _parts;
    }

    private void Collect()
    {
        var table = simulation.DynamoDb.Table(simulation.Stack.Tables[0].Name);
        if (table.Version != _version)
        {
            _version = table.Version;
            foreach (var item in table.Items)
            {
                if (
                    (item["pk"], item["record"]) is (AttributeValue.Text key, AttributeValue.Text record)
                    && DynamoDbRuns.Of(key.Value, record.Value) is { Last: { } last } found
                    && found.Check == check
                )
                {
                    _seen[(found.Part, last.StartedAt)] = last;
                }
            }
        }
    }
}
