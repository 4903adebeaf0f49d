using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.MetricsRollup;

namespace LambdaOps.Core.Procedures.MetricsRollup;

/// <summary>
/// メトリクス集計, in the night. The runbook's line:
/// <code>
/// node scripts/aggregate-metrics.js --date yesterday
/// </code>
/// Each day of each service, table and of the users becomes one item of the journal, kept for 400 days: CloudWatch has
/// figures by the minute for 15 days only. A day that was missed is made up for as long as they are there.
/// </summary>
public sealed class MetricsRollupProcedure : Check<MetricsRollupPolicy>
{
    /// <summary>CloudWatch keeps figures by the minute for 15 days; the oldest may end while they are asked.</summary>
    public const int ReachDays = 14;

    public static ProcedureName ProcedureName { get; } = new("metricsRollup");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Report");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(3, 0));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 03:00",
            Does: "sums up yesterday's metrics of each service and table, and days that were missed; the journal keeps "
                + "them for 400 days",
            StopsWhen: "every day that CloudWatch still has by the minute is kept"
        )
        {
            Runbook = "メトリクス集計, aggregate-metrics.js",
        };

    public override TimeSpan PartsApart => TimeSpan.FromSeconds(2);

    public override ImmutableArray<Look> Looks { get; } = [FigureLooks.Kept, FigureLooks.Numbers];

    public override ImmutableArray<CheckPart> PartsOf(Estate estate)
    {
        var per = PolicyIn(estate).PerPart;
        var (services, tables) = (estate.Services.Chunk(per).ToList(), estate.Tables.Chunk(per).ToList());
        var parts = Math.Max(services.Count, tables.Count);
        if (parts == 0 && estate.ActiveUsers is not null)
        {
            parts = 1;
        }

        return
        [
            .. Enumerable
                .Range(0, parts)
                .Select(index => new CheckPart(
                    string.Create(CultureInfo.InvariantCulture, $"{index + 1} of {parts}"),
                    new FigureDays(
                        new TargetId(string.Create(CultureInfo.InvariantCulture, $"figures-{index + 1}")),
                        index < services.Count ? [.. services[index]] : [],
                        index < tables.Count ? [.. tables[index]] : [],
                        index == 0 ? estate.ActiveUsers : null
                    )
                    {
                        SharedBalancers = FigureDays.SharedBalancersIn(estate),
                    }
                )),
        ];
    }

    public override CheckDecision Decide(CheckSituation situation)
    {
        if (TimeZones.Find(situation.Estate.TimeZone) is not { } zone)
        {
            return NoZone(situation.Estate);
        }

        var about = (FigureDays)situation.Part.About;
        return situation.Run.Memory is Memory memory
            ? GoOn(situation, about, memory, zone)
            : situation.Seen.Of(FigureLooks.Kept) switch
            {
                Fact<KeptFigures>.NotAsked => new CheckDecision.Look(
                    about with
                    {
                        Days = [.. DaysBefore(situation, zone).Select(day => LocalDay.Of(day, zone))],
                    },
                    [FigureLooks.Kept]
                ),
                Fact<KeptFigures>.Known { Value: var kept } => Next(
                    about,
                    new Memory([.. kept.Lacking(DaysBefore(situation, zone), about)], 0, []),
                    zone
                ),
                var missing => new CheckDecision.Report([
                    new Finding(
                        FindingLevel.Missing,
                        "kept figures",
                        $"what the journal keeps could not be seen: {missing.WhyMissing}"
                    ),
                ]),
            };
    }

    /// <summary>By the estate's own numbers, for whoever sums a day up.</summary>
    internal static ImmutableArray<DayFigures> SumsOf(DayNumbers numbers, Estate estate) =>
        DaySums.Of(numbers, PolicyIn(estate));

    /// <summary>Oldest first, yesterday last.</summary>
    private static IEnumerable<DateOnly> DaysBefore(CheckSituation situation, TimeZoneInfo zone)
    {
        var today = LocalDay.At(situation.Run.ScheduledFor ?? situation.Run.StartedAt, zone).Date;
        return Enumerable.Range(1, ReachDays).Reverse().Select(back => today.AddDays(-back));
    }

    private static CheckDecision GoOn(CheckSituation situation, FigureDays about, Memory memory, TimeZoneInfo zone) =>
        situation.Seen.Of(FigureLooks.Numbers) switch
        {
            // What was seen before is kept by now, or another invocation goes on.
            Fact<DayNumbers>.NotAsked => Next(about, memory, zone),
            Fact<DayNumbers>.Known { Value: var numbers } => Keep(
                memory,
                SumsOf(numbers, situation.Estate),
                isLast: numbers.Day.Date == DaysBefore(situation, zone).First()
            ),
            var missing => Next(
                about,
                With(memory, memory.Left[0], $"the metrics of the day could not be seen: {missing.WhyMissing}"),
                zone
            ),
        };

    /// <summary>What CloudWatch had only in part is asked again the next night, while it has it at all.</summary>
    private static CheckDecision.Save Keep(Memory memory, ImmutableArray<DayFigures> figures, bool isLast)
    {
        var day = memory.Left[0];
        var whole = figures.Where(one => one.Hole is null || isLast).ToImmutableArray();
        foreach (var part in figures.Where(one => one.Hole is not null))
        {
            memory = isLast
                ? With(
                    memory,
                    day,
                    $"{part.Subject} is kept without a part of it, which CloudWatch drops now: {part.Hole}",
                    part.Subject,
                    FindingLevel.Warning
                )
                : With(memory, day, $"{part.Subject}: {part.Hole}", part.Subject);
        }

        memory = memory with { Left = memory.Left.Remove(day) };
        return new CheckDecision.Save(whole, memory with { Kept = memory.Kept + (whole.IsEmpty ? 0 : 1) });
    }

    private static CheckDecision Next(FigureDays about, Memory memory, TimeZoneInfo zone) =>
        memory.Left.IsEmpty
            ? new CheckDecision.Report([
                new Finding(
                    FindingLevel.Fine,
                    "days",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{memory.Kept} days of {about.Subjects.Count()} services, tables and others were summed up"
                    )
                ),
                .. memory.Found,
            ])
            : new CheckDecision.Look(
                about with
                {
                    Days = [LocalDay.Of(memory.Left[0], zone)],
                },
                [FigureLooks.Numbers],
                memory
            );

    private static Memory With(
        Memory memory,
        DateOnly day,
        string because,
        string? subject = null,
        FindingLevel level = FindingLevel.Missing
    ) =>
        memory with
        {
            Left = memory.Left.Remove(day),
            Found = memory.Found.Add(
                new Finding(
                    level,
                    string.Create(CultureInfo.InvariantCulture, $"day {day:yyyy-MM-dd} {subject}").TrimEnd(),
                    string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}: {because}")
                )
            ),
        };
}
