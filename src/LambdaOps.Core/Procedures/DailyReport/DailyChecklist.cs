using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.AccessPatterns;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DailyReport;

/// <summary>日次チェックリスト: each line done or not, with what says so.</summary>
internal sealed class DailyChecklist(
    DailyReportPolicy policy,
    LocalDay day,
    ChecklistEvidence evidence,
    ImmutableArray<ServiceFacts> services
)
{
    public required Fact<IncidentsOfDays> Incidents { get; init; }

    public required Fact<AlarmChanges> Alarms { get; init; }

    public required Fact<LoggedLines> FailedLogins { get; init; }

    /// <summary>In the runbook's order.</summary>
    public ImmutableArray<ChecklistFact> All() => [Health(), OfAlarms(), Backups(), Resources(), Security()];

    /// <summary>システムヘルスチェック実行: the checks that look at services and at their alarms.</summary>
    private ChecklistFact Health() =>
        evidence.OfChecks("health", [QuickCheckProcedure.ProcedureName, AlarmCheckProcedure.ProcedureName]);

    /// <summary>バックアップ成功確認.</summary>
    private ChecklistFact Backups()
    {
        var line = evidence.OfChecks("backups", [BackupCheckProcedure.ProcedureName]);
        return line is { State: ChecklistState.Done, Level: not FindingLevel.Fine }
            ? line with
            {
                State = line.Level == FindingLevel.Missing ? ChecklistState.Unknown : ChecklistState.NotDone,
            }
            : line;
    }

    /// <summary>前日のアラート確認.</summary>
    private ChecklistFact OfAlarms()
    {
        if (
            Alarms is not Fact<AlarmChanges>.Known { Value: var changes }
            || Incidents is not Fact<IncidentsOfDays>.Known { Value.All: var opened }
        )
        {
            return ChecklistEvidence.Unknown(
                "alarms",
                "evidence.alarmsMissing",
                Alarms.WhyMissing ?? Incidents.WhyMissing
            );
        }

        var fired = changes.FiredIn(day).ToList();
        var open = opened.Count(incident => incident.EndedAt is null);
        return new ChecklistFact(
            "alarms",
            ChecklistState.Done,
            open > 0 ? FindingLevel.Warning : FindingLevel.Fine,
            [
                Phrase.Of(
                    "evidence.alarms",
                    ("alarms", Phrase.Number(fired.Select(change => change.Alarm).Distinct().Count())),
                    ("times", Phrase.Number(fired.Count)),
                    ("incidents", Phrase.Number(opened.Length)),
                    ("open", Phrase.Number(open))
                ),
            ]
        );
    }

    /// <summary>リソース使用率確認.</summary>
    private ChecklistFact Resources()
    {
        var known = services.Where(service => service.Figures.Of(Figure.CpuMost) is not null).ToList();
        if (known.Count < services.Length || known.Count == 0)
        {
            return new ChecklistFact(
                "resources",
                ChecklistState.Unknown,
                FindingLevel.Missing,
                [
                    .. services
                        .Except(known)
                        .Select(service =>
                            Phrase.Of(
                                "evidence.usageMissing",
                                ("service", service.Service.Id.Value),
                                ("because", service.Figures.WhyMissing ?? "CloudWatch has no datapoint of the day")
                            )
                        ),
                ]
            );
        }

        return new ChecklistFact(
            "resources",
            ChecklistState.Done,
            known.Select(service => service.UsageLevel).Max(),
            [
                .. known.Select(service =>
                    Phrase.Of(
                        "evidence.usage",
                        ("service", service.Service.Id.Value),
                        ("cpu", Phrase.Number(service.Figures.Of(Figure.CpuMost))),
                        ("memory", Phrase.Number(service.Figures.Of(Figure.MemoryMost)))
                    )
                ),
            ]
        );
    }

    /// <summary>セキュリティログレビュー: failed logins of the day, and what the morning's look at accesses found.</summary>
    private ChecklistFact Security()
    {
        var logins = Logins();
        if (evidence.IsOff(AccessPatternsProcedure.ProcedureName))
        {
            return logins;
        }

        var accesses = evidence.OfChecks("security", [AccessPatternsProcedure.ProcedureName]);
        return logins with
        {
            State = logins.State > accesses.State ? logins.State : accesses.State,
            Level = logins.Level > accesses.Level ? logins.Level : accesses.Level,
            Evidence = [.. logins.Evidence, .. accesses.Evidence],
        };
    }

    private ChecklistFact Logins()
    {
        if (FailedLogins is not Fact<LoggedLines>.Known { Value.All: var groups })
        {
            return ChecklistEvidence.Unknown("security", "evidence.loginsMissing", FailedLogins.WhyMissing);
        }

        if (groups.IsEmpty)
        {
            return ChecklistEvidence.Unknown("security", "evidence.loginsMissing", "the estate names no log group");
        }

        var isMissing = groups.Any(group => group.WhyMissing is not null);
        var isMany = groups.Sum(group => group.Count) >= policy.FailedLoginsFrom;
        return new ChecklistFact(
            "security",
            isMissing ? ChecklistState.Unknown : ChecklistState.Done,
            isMany ? FindingLevel.Warning
                : isMissing ? FindingLevel.Missing
                : FindingLevel.Fine,
            [.. groups.Select(OfGroup)]
        );
    }

    private static Phrase OfGroup(LinesOfGroup group) =>
        group switch
        {
            { WhyMissing: { } why } => Phrase.Of(
                "evidence.loginsOfGroupMissing",
                ("group", group.LogGroup),
                ("because", why)
            ),
            { Lines: [var first, ..] } => Phrase.Of(
                "evidence.loginsFrom",
                ("group", group.LogGroup),
                ("count", Phrase.Number(group.Count)),
                ("source", first.Example),
                ("most", Phrase.Number(first.Count))
            ),
            _ => Phrase.Of("evidence.logins", ("group", group.LogGroup), ("count", Phrase.Number(group.Count))),
        };
}
