using System.Globalization;
using LambdaOps.Core.Incidents;
using LambdaOps.Simulator.Lambda;

namespace LambdaOps.Simulator.Drills;

/// <summary>Runs one drill in a simulation and judges it by its record and by what the world saw.</summary>
/// <param name="incidents">All incidents of the journal, open and ended. Called with the world's gate held.</param>
public sealed class DrillRunner(Simulation simulation, Func<IReadOnlyList<Incident>> incidents, bool compiled)
{
    /// <summary>Time after the end in which nothing more may happen.</summary>
    private static readonly TimeSpan s_aftermath = TimeSpan.FromMinutes(2);

    public async Task<DrillResult> RunAsync(Drill drill)
    {
        var function = simulation.Stack.Functions[0].Name;
        DrillStage stage;
        lock (simulation.World.Gate)
        {
            stage = new DrillStage(simulation, function);
            drill.Script(stage);
        }

        var end = await simulation.Pump.RunUntilAsync(HasEnded, stage.FaultAt + drill.Limit);
        if (end.Reason == PumpEndReason.Done)
        {
            await simulation.Pump.RunUntilAsync(() => false, end.At + s_aftermath);
        }

        lock (simulation.World.Gate)
        {
            return Judge(drill, stage, function, end);
        }
    }

    private bool HasEnded() => incidents() is { Count: > 0 } all && all.All(incident =>
        incident.Status != IncidentStatus.Open);

    private DrillResult Judge(Drill drill, DrillStage stage, string function, PumpEnd end)
    {
        var all = incidents();
        var incident = all.MinBy(found => found.OpenedAt);
        var attempts = all.SelectMany(found => found.Attempts).OrderBy(attempt => attempt.At).ToList();
        var broken = SafetyRules.Broken(simulation, drill, function, all);
        var missed = end.Reason switch
        {
            PumpEndReason.Stalled => $"stalled: {end.Why}",
            PumpEndReason.Limit => string.Create(
                CultureInfo.InvariantCulture,
                    $"not ended {drill.Limit.TotalMinutes:0} virtual minutes after the fault"),
            _ => null,
        };
        var unexpected = Unexpected(drill.Expect, incident, attempts);
        var verdict = broken is not null ? DrillEnd.BrokeRule
            : missed is not null ? DrillEnd.DidNotEnd
            : unexpected is not null ? DrillEnd.Failed
            : DrillEnd.Passed;
        return new DrillResult(
            drill.Name, simulation.Options.Seed, verdict, broken ?? missed ?? unexpected, stage.FaultAt,
            incident?.SignalledAt, attempts.Count > 0 ? attempts[0].At : null,
            incident is { Status: IncidentStatus.Resolved, Streak: { Healthy: true } streak } ? streak.Since : null,
            [.. attempts.Select(attempt =>
                new DrillAction(attempt.At, attempt.Action.Description, BecauseOf(attempt, all)))],
            [.. all.SelectMany(found => found.Lines).Where(line => line.Kind == EntryKind.Denied)
                .Select(line => new DrillDenial(line.At, line.Text))],
            compiled);
    }

    private static string? Unexpected(DrillExpectation expect, Incident? incident, List<Attempt> attempts)
    {
        if (incident is null)
        {
            return "no incident was opened";
        }

        if (incident.Status != expect.Outcome)
        {
            return $"the incident is {incident.Status}, expected {expect.Outcome}";
        }

        var made = attempts.Select(attempt => attempt.Action.GetType().Name).ToArray();
        if (!made.SequenceEqual(expect.Actions))
        {
            return $"actions made: [{string.Join(", ", made)}], expected [{string.Join(", ", expect.Actions)}]";
        }

        return expect.FirstActionWithinSeconds is { } within
            && (attempts[0].At - incident.SignalledAt).TotalSeconds > within
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the first action came {(attempts[0].At - incident.SignalledAt).TotalSeconds:0} s after the signal, "
                + $"expected {within} s")
            : null;
    }

    /// <summary>The reason stands in the line in which the action was intended.</summary>
    private static string BecauseOf(Attempt attempt, IReadOnlyList<Incident> all)
    {
        const string Because = ", because ";
        var line = all.SelectMany(found => found.Lines).LastOrDefault(line =>
            line.Kind == EntryKind.Intended && line.At <= attempt.At
            && line.Text.StartsWith(attempt.Action.Description, StringComparison.Ordinal));
        var at = line?.Text.IndexOf(Because, StringComparison.Ordinal) ?? -1;
        return at < 0 ? "" : line!.Text[(at + Because.Length)..];
    }
}
