using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Procedures.FailoverRehearsal;

/// <summary>A rehearsal as findings: the verdict, the times, and each thing that a failover needs.</summary>
internal static class RehearsalFindings
{
    public static ImmutableArray<Finding> Of(ReportFacts.Rehearsal facts) =>
        [
            new Finding(FindingLevel.Fine, "verdict", Verdict(facts)),
            Rto(facts),
            .. facts.Worst is { } worst ? [Rpo(facts, worst)] : ImmutableArray<Finding>.Empty,
            .. facts
                .Items.OrderByDescending(item => item.Level)
                .Select(item => new Finding(item.Level, item.Key, $"{Words(item.State)}: {item.Because}")),
        ];

    /// <summary>The items below say how bad it is: this line says what they come to.</summary>
    private static string Verdict(ReportFacts.Rehearsal facts)
    {
        var head = $"{facts.Lost} to {facts.Region}: a failover today ";
        return facts.Works switch
        {
            true => head + "would work, as far as this can be seen without one",
            false => head + $"would not work: {Reasons(facts)}",
            null => head + $"may not work: {Reasons(facts)}",
        };
    }

    private static string Reasons(ReportFacts.Rehearsal facts)
    {
        const int Named = 2;
        var more = facts.Reasons.Length > Named ? Text($"; and {facts.Reasons.Length - Named} more") : "";
        return string.Join("; ", facts.Reasons.Take(Named).Select(item => item.Because)) + more;
    }

    private static Finding Rto(ReportFacts.Rehearsal facts)
    {
        var minutes = RecoveryClock.Minutes(facts.Rto);
        var isKept = facts.Rto <= facts.Goal.Rto;
        return new Finding(
            isKept ? FindingLevel.Fine : FindingLevel.Warning,
            "rto",
            Text($"RTO today about {minutes} min, an estimate; goal {RecoveryClock.Minutes(facts.Goal.Rto)} min: ")
                + string.Join(", ", facts.Steps.Select(Words))
        );
    }

    private static Finding Rpo(ReportFacts.Rehearsal facts, TableLoss worst)
    {
        var goal = Text($"goal {RecoveryClock.Minutes(facts.Goal.Rpo)} min");
        return worst switch
        {
            { IsAll: true } => new Finding(
                FindingLevel.Danger,
                "rpo",
                $"RPO today: everything; {goal}: {worst.Because}"
            ),
            { Lost: { } lost } => new Finding(
                lost <= facts.Goal.Rpo ? FindingLevel.Fine : FindingLevel.Warning,
                "rpo",
                $"RPO today {Age(lost)}; {goal}: {worst.Because}"
            ),
            _ => new Finding(FindingLevel.Missing, "rpo", $"RPO today is not known; {goal}: {worst.Because}"),
        };
    }

    public static string Age(TimeSpan age) =>
        age < TimeSpan.FromMinutes(2) ? Text($"{Math.Ceiling(age.TotalSeconds):0} s")
        : age < TimeSpan.FromHours(2) ? Text($"{Math.Ceiling(age.TotalMinutes):0} min")
        : Text($"{age.TotalHours:0.#} h");

    private static string Words(RecoveryStep step) =>
        Text(
            $"{Words(step.Kind)} {RecoveryClock.Minutes(step.Takes)} min ({(step.IsMeasured ? "measured" : "estimated")})"
        );

    private static string Words(RecoveryStepKind kind) =>
        kind switch
        {
            RecoveryStepKind.Approval => "approval",
            RecoveryStepKind.Tasks => "start of tasks",
            RecoveryStepKind.Restore => "restore of tables",
            RecoveryStepKind.Smoke => "smoke test",
            RecoveryStepKind.HealthCheck => "health check",
            _ => "DNS",
        };

    private static string Words(ReadinessState state) =>
        state switch
        {
            ReadinessState.Ready => "ready",
            ReadinessState.Drifted => "drifted",
            ReadinessState.Missing => "missing",
            ReadinessState.NotSeen => "not seen",
            _ => "not named",
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
