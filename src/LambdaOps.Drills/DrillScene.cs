using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// A drill on one estate: the service and site that it is about, and what the estate says that decides how it has to
/// end.
/// </summary>
/// <param name="Estate">As the file has it, before the drill changes anything.</param>
/// <param name="Service">The service that the drill is about; null in an estate without any.</param>
public sealed record DrillScene(Drill Drill, Estate Estate, OperatedService? Service)
{
    /// <summary>Another service, for drills about two.</summary>
    public OperatedService? Second => Estate.Services.FirstOrDefault(service => service != Service);

    /// <summary>The site whose page the drill is about: the service's own, or the first that names the remedy.</summary>
    public OperatedSite? Site =>
        Estate.Sites.FirstOrDefault(site => AllProcedures.Find(Drill.Remedy)?.SettingFor(site) is not null) is { } asked
            ? asked
            : Service?.Site;

    /// <summary>A table whose items expire: the first that the estate names; null where it names none.</summary>
    public OperatedTable? ExpiringTable => Estate.Tables.FirstOrDefault(table => table.Expiry is not null);

    /// <summary>A table of the service that names the database procedure; null where none does.</summary>
    public OperatedTable? Table =>
        Estate.Tables.FirstOrDefault(table => table.DatabaseErrors is not null && Service?.Uses(table) == true);

    /// <summary>A table of the service that may be restored; null where none may.</summary>
    public OperatedTable? RestorableTable =>
        Estate.Tables.FirstOrDefault(table => table.DataRestore is not null && Service?.Uses(table) == true);

    /// <summary>The service's id, for sentences.</summary>
    public string Id => Service?.Id.Value ?? "no service";

    public Capacity Capacity => Service?.Capacity ?? new Capacity(1, 1, 1);

    /// <summary>The alarms of the service.</summary>
    public ImmutableArray<EstateAlarm> Alarms { get; } =
    [.. EstateAlarms.Of(Estate).Simulated.Where(alarm => alarm.Rule.Target == Service?.Id)];

    /// <summary>How the drill must end here.</summary>
    public DrillExpectation Expect => field ??= Drill.Expect(this);

    /// <summary>What the runs of the drill's check must report here.</summary>
    public ImmutableArray<ReportExpectation> Reports => _reports ??= [.. Drill.Reports(this)];

    private ImmutableArray<ReportExpectation>? _reports;

    /// <summary>When it starts; null is noon of a business day.</summary>
    public DateTimeOffset? Start =>
        Drill.StartsAt is { } wall
            ? new DateTimeOffset(wall, TimeZoneInfo.FindSystemTimeZoneById(Estate.TimeZone).GetUtcOffset(wall))
            : null;

    /// <summary>Virtual time from the fault until a drill that has not ended counts as stuck.</summary>
    public TimeSpan Limit => Drill.Limit(this) + Patience;

    /// <summary>Virtual time from the fault before which the drill goes on, whatever has ended.</summary>
    public TimeSpan AtLeast => Drill.AtLeast(this);

    public ServiceUnavailablePolicy Restarting =>
        Service?.ServiceUnavailable?.Policy ?? ServiceUnavailablePolicy.Default;

    public TotalOutagePolicy Outage => Service?.TotalOutage?.Policy ?? TotalOutagePolicy.Default;

    /// <summary>How much longer the estate's remedies wait than they do by default.</summary>
    private TimeSpan Patience
    {
        get
        {
            var usual = LatencyPolicy.Default;
            var usually = usual.WatchFor + usual.NotifyWithin;
            var longest = AllProcedures
                .Remedies.Select(remedy => Service is null ? null : remedy.SettingFor(Service))
                .OfType<RemedySetting>()
                .Select(setting => setting.QuietFor + setting.NotifyWithin)
                .Append(usually)
                .Max();
            return longest - usually + Longer(Service?.Latency?.Policy.CalmFor ?? TimeSpan.Zero, usual.CalmFor);
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan usual) => one > usual ? one - usual : TimeSpan.Zero;

    public bool Names(ProcedureName remedy) =>
        Service is not null && AllProcedures.Find(remedy)?.SettingFor(Service) is not null;

    /// <summary>The service's first alarm of one of these kinds that starts the remedy; null when it has none.</summary>
    public EstateAlarm? Alarm(ProcedureName remedy, params ReadOnlySpan<AlarmSymptom> kinds)
    {
        foreach (var alarm in Alarms)
        {
            if (alarm.Rule.Remedy == remedy && kinds.Contains(alarm.Kind))
            {
                return alarm;
            }
        }

        return null;
    }

    /// <summary>The alarm that starts the 503 procedure in an outage; null where none does.</summary>
    public EstateAlarm? RestartAlarm =>
        Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.FailedRequests, AlarmSymptom.NoHealthyTarget);

    /// <summary>
    /// Whether a total outage gets to its remedy: by the ladder where the 503 procedure hears of it first, else by an alarm.
    /// </summary>
    public bool GoesToTotalOutage =>
        RestartAlarm is null
            ? Alarm(TotalOutageProcedure.ProcedureName, AlarmSymptom.AllDown, AlarmSymptom.NoHealthyTarget) is not null
            : Service!
                .Ladder.SkipWhile(rung => rung != ServiceUnavailableProcedure.ProcedureName)
                .Contains(TotalOutageProcedure.ProcedureName);

    /// <summary>Seconds after a fault at which requests have failed for long enough for the alarm.</summary>
    public double AlarmedAfter =>
        (Alarm(ServiceUnavailableProcedure.ProcedureName, AlarmSymptom.FailedRequests) ?? RestartAlarm)
            ?.Window
            .TotalSeconds
        ?? TimeSpan.FromMinutes(3).TotalSeconds;

    /// <summary>The levels that are paged in business hours while an incident of that severity goes on.</summary>
    /// <param name="over">How long it goes on after on-call has it.</param>
    public ImmutableArray<EscalationLevel> Paged(Severity severity, TimeSpan over, bool acknowledged = false)
    {
        var (rule, levels) = (Estate.Escalation[severity], new List<EscalationLevel> { EscalationLevel.L1 });
        if (
            !acknowledged
            && rule.AnswerWithin is { } answer
            && answer > TimeSpan.Zero
            && answer < over
            && (answer < rule.NextAfter || rule.Next == EscalationLevel.L2)
            && rule.Next >= EscalationLevel.L2
        )
        {
            levels.Add(EscalationLevel.L2);
        }

        if (rule.Next is { } next && next > levels[^1] && rule.NextAfter < over)
        {
            levels.Add(next);
        }

        return [.. levels];
    }

    /// <summary>Why the drill does not apply to the estate; null when it does.</summary>
    public string? Missing => Drill.Needs.Select(need => need(this)).FirstOrDefault(missing => missing is not null);

    /// <summary>The drill's changes of the estate file.</summary>
    public void Shape(JsonNode estate)
    {
        Unhindered(estate);
        LeaveOut(estate, DatabaseErrorsProcedure.ProcedureName);
        LeaveOut(estate, RolloutProcedure.ProcedureName);
        SetChecks(estate);
        Drill.ShapeEstate(estate, this);
    }

    /// <summary>One check at a time, as far as it goes: what the others would do is rehearsed by their own drills.</summary>
    private void SetChecks(JsonNode estate) => SetChecks(estate, Drill.Check);

    /// <param name="acts">The check that may act; null for none.</param>
    public static void SetChecks(JsonNode estate, ProcedureName? acts)
    {
        var checks = estate["checks"] as JsonObject ?? [];
        foreach (var check in AllProcedures.Checks)
        {
            var setting = checks[check.Name.Value] as JsonObject ?? [];
            setting["mode"] = check.Name == acts ? "act" : "off";
            checks[check.Name.Value] = setting;
        }

        if (checks.Count > 0 && estate["checks"] is null)
        {
            estate["checks"] = checks;
        }
    }

    /// <summary>What throttled tables and warnings of a service do is rehearsed by the drills about them.</summary>
    private void LeaveOut(JsonNode estate, ProcedureName remedy)
    {
        if (Drill.Remedy != remedy)
        {
            estate["alarms"]!.AsArray().RemoveAll(rule => (string?)rule!["remedy"] == remedy.Value);
        }
    }

    /// <summary>What an estate file says of each remedy of each service, site and table.</summary>
    public static IEnumerable<JsonObject> RemediesOf(JsonNode estate) =>
        estate["services"]!
            .AsArray()
            .Concat(estate["sites"]?.AsArray() ?? [])
            .Concat(estate["tables"]?.AsArray() ?? [])
            .Append(estate["disasterRecovery"])
            .SelectMany(target => target?["remedies"] as JsonObject ?? [])
            .Select(remedy => remedy.Value!.AsObject());

    /// <summary>
    /// What is rehearsed is acting: what would ask a person first is rehearsed by the drills about that.
    /// </summary>
    private static void Unhindered(JsonNode estate)
    {
        foreach (var remedy in RemediesOf(estate))
        {
            remedy.Remove("askFirst");
            remedy.Remove("askWhileSilenced");
        }

        estate.AsObject().Remove("freezes");
        estate.AsObject().Remove("weeklyFreezes");
    }
}
