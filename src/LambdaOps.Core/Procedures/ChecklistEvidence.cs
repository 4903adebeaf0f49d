using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>What says that a line of a checklist is done: the checks that look at it, or a person.</summary>
/// <param name="since">Runs that ended before are too old.</param>
internal sealed class ChecklistEvidence(
    Estate estate,
    TimeZoneInfo zone,
    DateTimeOffset since,
    Fact<LastReports> reports
)
{
    /// <summary>Whether the estate does not let it look.</summary>
    public bool IsOff(ProcedureName check) =>
        AllProcedures.FindCheck(check) is not { } known || known.ModeIn(estate) == Mode.Off;

    /// <summary>Whether the estate has something for it to look at.</summary>
    public bool HasParts(ProcedureName check) => AllProcedures.FindCheck(check)?.PartsOf(estate) is { IsEmpty: false };

    /// <summary>Whether the estate names it and lets it change something: what only looks has tried nothing.</summary>
    public bool Acts(ProcedureName check) => Acts(estate, check);

    internal static bool Acts(Estate estate, ProcedureName check) =>
        AllProcedures.FindCheck(check) is { } known && known.IsNamedIn(estate) && known.ModeIn(estate) == Mode.Act;

    /// <summary>A check that restores what each of its parts is about: done where it restored all of them since then.</summary>
    public ChecklistFact OfRestores(string key, ProcedureName check, ChangeKind restore)
    {
        var line = OfChecks(key, [check]);
        if (line.State != ChecklistState.Done || reports is not Fact<LastReports>.Known { Value: var last })
        {
            return line;
        }

        var parts = AllProcedures.FindCheck(check)!.PartsOf(estate).Length;
        var restored = last.Of(check)
            .Count(run =>
                run.EndedAt >= since && run.Counts.Any(count => count.Kind == restore.Name && count.Done > 0)
            );
        return line with
        {
            State = restored >= parts ? ChecklistState.Done : ChecklistState.NotDone,
            Level = restored >= parts ? line.Level : Worse(line.Level, FindingLevel.Missing),
            Evidence =
            [
                Phrase.Of("evidence.restored", ("restored", Phrase.Number(restored)), ("count", Phrase.Number(parts))),
                .. line.Evidence,
            ],
        };
    }

    /// <summary>The worst of these checks: done where all of them ran.</summary>
    public ChecklistFact OfChecks(string key, ImmutableArray<ProcedureName> checks)
    {
        if (reports is not Fact<LastReports>.Known { Value: var last })
        {
            return Unknown(key, "evidence.reportsMissing", reports.WhyMissing);
        }

        var (evidence, states, worst) = (
            ImmutableArray.CreateBuilder<Phrase>(),
            new List<ChecklistState>(),
            FindingLevel.Fine
        );
        foreach (var check in checks)
        {
            if (IsOff(check))
            {
                evidence.Add(Phrase.Of("evidence.off", ("check", check.Value)));
                states.Add(ChecklistState.NotDone);
                worst = Worse(worst, FindingLevel.Missing);
            }
            else if (!HasParts(check))
            {
                evidence.Add(Phrase.Of("evidence.nothing", ("check", check.Value)));
                states.Add(ChecklistState.Done);
            }
            else if (last.Of(check).ToList() is { Count: > 0 } runs && runs.Max(run => run.EndedAt) >= since)
            {
                var problems = runs.Sum(run => run.Problems.Count());
                evidence.Add(
                    Phrase.Of(
                        problems == 0 ? "evidence.well" : "evidence.problems",
                        ("check", check.Value),
                        ("count", Phrase.Number(problems)),
                        ("at", Moment(runs.Max(run => run.EndedAt)))
                    )
                );
                states.Add(ChecklistState.Done);
                worst = Worse(worst, runs.Max(run => run.Worst));
            }
            else
            {
                evidence.Add(Phrase.Of("evidence.notRun", ("check", check.Value)));
                states.Add(ChecklistState.NotDone);
                worst = Worse(worst, FindingLevel.Missing);
            }
        }

        return new ChecklistFact(key, states.Max(), worst, evidence.ToImmutable());
    }

    /// <summary>A line that only people can do: done where a person ticked it since then.</summary>
    /// <param name="line">As a person names it.</param>
    /// <param name="last">The last day of this report's period.</param>
    /// <param name="carried">The last day of the first period in which nobody did; null where none is open.</param>
    public ChecklistFact OfPeople(string key, string line, Fact<TickedLines> ticks, DateOnly last, DateOnly? carried) =>
        ticks switch
        {
            Fact<TickedLines>.Known { Value: var known } => known.Find(line) switch
            {
                { } tick when tick.At >= since => new ChecklistFact(
                    key,
                    ChecklistState.Done,
                    FindingLevel.Fine,
                    [Phrase.Of("evidence.ticked", ("by", tick.By), ("at", Moment(tick.At)), ("because", tick.Because))]
                ),
                var older => new ChecklistFact(
                    key,
                    ChecklistState.ForPeople,
                    FindingLevel.Fine,
                    [Phrase.Of("evidence.toTick", ("line", line))]
                )
                {
                    // A tick after it, which a report could not read, was for a period between.
                    CarriedOverSince =
                        older is null || LocalDay.At(older.At, zone).Date <= carried ? carried ?? last : last,
                },
            },
            _ => Unknown(key, "evidence.ticksMissing", ticks.WhyMissing) with { CarriedOverSince = carried },
        };

    public static ChecklistFact Unknown(string key, string evidence, string? because) =>
        new(
            key,
            ChecklistState.Unknown,
            FindingLevel.Missing,
            [Phrase.Of(evidence, ("because", because ?? "nobody looked"))]
        );

    private string Moment(DateTimeOffset at) => TimeZones.Minute(at, zone);

    private static FindingLevel Worse(FindingLevel one, FindingLevel other) => one > other ? one : other;
}
