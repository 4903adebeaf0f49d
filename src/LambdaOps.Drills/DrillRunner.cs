using System.Globalization;
using LambdaOps.Account.Lambda;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Latency;

namespace LambdaOps.Drills;

/// <summary>Runs one drill in a simulation and judges it by its record and by what the world saw.</summary>
/// <param name="incidents">All incidents of the journal, open and ended. Called with the world's gate held.</param>
public sealed class DrillRunner(Simulation simulation, Func<IReadOnlyList<Incident>> incidents, bool compiled)
{
    /// <summary>The runs of the drill's check; null where it is about a remedy.</summary>
    private RecordedRuns? _runs;

    /// <summary>Time after the end in which nothing more may happen.</summary>
    private static readonly TimeSpan s_aftermath = TimeSpan.FromMinutes(2);

    public async Task<DrillResult> RunAsync(DrillScene scene)
    {
        DrillStage stage;
        _runs = scene.Drill.Check is { } check ? new RecordedRuns(simulation, check) : null;
        lock (simulation.World.Gate)
        {
            stage = new DrillStage(simulation, scene, incidents);
            scene.Drill.Script(stage);
        }

        var earliest = stage.FaultAt + scene.AtLeast;
        var end = await simulation.Pump.RunUntilAsync(() => HasEnded(scene, earliest), stage.FaultAt + scene.Limit);
        if (end.Reason == PumpEndReason.Done)
        {
            await simulation.Pump.RunUntilAsync(() => false, end.At + s_aftermath);

            // What came late may have opened an incident again; it has to end as well.
            end = await simulation.Pump.RunUntilAsync(() => HasEnded(scene, earliest), stage.FaultAt + scene.Limit);
        }

        lock (simulation.World.Gate)
        {
            return Judge(scene, stage, end);
        }
    }

    private bool HasEnded(DrillScene scene, DateTimeOffset earliest) =>
        simulation.World.Clock.Now >= earliest
        && (_runs is null || _runs.All().Length >= scene.Reports.Length)
        && incidents() is { } all
        && (all.Count > 0 || scene.Expect.IsAnyEnd)
        && all.All(IsOver);

    private static bool IsOver(Incident incident) => incident.Status != IncidentStatus.Open;

    private static bool IsHolding(Incident incident) => incident.Phase == LatencyPhase.Holding;

    private DrillResult Judge(DrillScene scene, DrillStage stage, PumpEnd end)
    {
        var all = incidents();
        // The times of the table are those of the incident that acted; of the first, where none did.
        var incident = all.OrderByDescending(found => found.Attempts.Any())
            .ThenBy(found => found.OpenedAt)
            .FirstOrDefault();
        var made = all.SelectMany(found => found.Attempts.Select(attempt => (Attempt: attempt, Incident: found)))
            .Where(one => one.Attempt.Outcome != AttemptOutcome.Unconfirmed)
            .OrderBy(one => one.Attempt.At)
            .ToList();
        var attempts = made.ConvertAll(one => one.Attempt);
        var broken = SafetyRules.Broken(simulation, all, scene.Drill);
        var missed = end.Reason switch
        {
            PumpEndReason.Stalled => $"stalled: {end.Why}",
            // Where any end is one: what was borrowed is needed for good, and is held for as long as that.
            PumpEndReason.Limit when scene.Expect.IsAnyEnd && all.All(one => IsOver(one) || IsHolding(one)) => null,
            PumpEndReason.Limit => string.Create(
                CultureInfo.InvariantCulture,
                $"not ended {scene.Limit.TotalMinutes:0} virtual minutes after the fault"
            ),
            _ => null,
        };
        var unexpected =
            Expectations.Missed(scene, simulation, all, attempts) ?? MissedReport(scene) ?? scene.Drill.World(stage);
        var verdict =
            broken is not null ? DrillEnd.BrokeRule
            : missed is not null ? DrillEnd.DidNotEnd
            : unexpected is not null ? DrillEnd.Failed
            : DrillEnd.Passed;
        return new DrillResult(
            scene.Drill.Name,
            simulation.Options.Seed,
            verdict,
            broken ?? missed ?? unexpected,
            stage.FaultAt,
            DetectedAt(incident),
            attempts.Count > 0 ? attempts[0].At : null,
            RecoveredAt(incident),
            [
                .. made.Select(one => new DrillAction(
                    one.Attempt.At,
                    one.Attempt.Change.GetType().Name,
                    one.Attempt.Change.Description,
                    BecauseOf(one.Attempt, one.Incident)
                )),
            ],
            [
                .. all.SelectMany(found => found.Lines)
                    .Select(line =>
                        line.Detail is EntryDetail.DeniedBy denied
                            ? new DrillDenial(line.At, denied.Guard, line.Text)
                            : null
                    )
                    .OfType<DrillDenial>(),
            ],
            compiled
        );
    }

    private string? MissedReport(DrillScene scene)
    {
        if (_runs is null)
        {
            return null;
        }

        var (runs, expected) = (_runs.All(), scene.Reports);
        return runs.Length < expected.Length
            ? $"{runs.Length} runs of {scene.Drill.Check} have reported, expected {expected.Length}"
            : expected
                .Zip(runs)
                .Select(pair =>
                    pair.First.Missed(pair.Second) is { } missed
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"run of {pair.Second.At:yyyy-MM-dd HH:mm}: {missed}"
                        )
                        : null
                )
                .FirstOrDefault(missed => missed is not null);
    }

    /// <summary>The earlier counts: what a person asked for may hear of an alarm later.</summary>
    private static DateTimeOffset? DetectedAt(Incident? incident) =>
        incident is { } some && some.OpenedAt < some.SignalledAt ? some.OpenedAt : incident?.SignalledAt;

    private static DateTimeOffset? RecoveredAt(Incident? incident) =>
        incident switch
        {
            { Status: IncidentStatus.Resolved, CalmSince: { } calm } => calm,
            { Status: IncidentStatus.Resolved, OfDatabase.QuietSince: { } quiet } => quiet,
            { Status: IncidentStatus.Resolved, Trend.Streak: { Healthy: true } streak } => streak.Since,
            _ => null,
        };

    /// <summary>The reason stands in the line in which the change was intended.</summary>
    private static string BecauseOf(Attempt attempt, Incident incident) =>
        incident
            .Lines.Where(line => line.At == attempt.At)
            .Select(line => line.Detail)
            .OfType<EntryDetail.Intention>()
            .LastOrDefault()
            ?.Because
        ?? "";
}
