using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.PeriodReport;

namespace LambdaOps.Core.Procedures
{
    /// <summary>
    /// A report of a week or a month. It asks the journal alone: the days' figures (which the night keeps), incidents, what
    /// the checks of the period found, and what people ticked.
    /// </summary>
    public abstract class PeriodReport<TPolicy> : Check<TPolicy>
        where TPolicy : class, IPolicy<TPolicy>, IPeriodPolicy
    {
        public override FunctionName Function => new("Report");

        public override bool StoresReports => true;

        public override ImmutableArray<Look> Looks { get; } =
        [FigureLooks.Kept, FigureLooks.Incidents, FigureLooks.Reports, FigureLooks.Ticks];

        public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
            estate.Services.IsEmpty && estate.Tables.IsEmpty && estate.ActiveUsers is null
                ? []
                : [new CheckPart("all", FigureDays.Of(estate, Name.Value))];

        /// <summary>The newest one that was over on that date.</summary>
        public abstract PeriodDays PeriodBefore(DateOnly date);

        public override CheckDecision Decide(CheckSituation situation)
        {
            if (TimeZones.Find(situation.Estate.TimeZone) is not { } zone)
            {
                return NoZone(situation.Estate);
            }

            var period = PeriodBefore(LocalDay.At(situation.Run.ScheduledFor ?? situation.Run.StartedAt, zone).Date);
            if (situation.Seen.Of(FigureLooks.Kept) is Fact<KeptFigures>.NotAsked)
            {
                var days = period.All.Select(date => LocalDay.Of(date, zone));
                return new CheckDecision.Look((FigureDays)situation.Part.About with { Days = [.. days] }, Looks);
            }

            var facts = new PeriodJudgement(
                situation,
                PolicyIn(situation.Estate),
                period,
                zone,
                (situation.Last?.Keep as Memory)?.Carried ?? Memory.Nothing
            ).Facts();
            return new CheckDecision.Report(
                PeriodJudgement.Findings(facts),
                new Memory(
                    facts
                        .Checklist.Where(line => line.CarriedOverSince is not null)
                        .ToImmutableSortedDictionary(
                            line => line.Key,
                            line => line.CarriedOverSince!.Value,
                            StringComparer.Ordinal
                        )
                )
            )
            {
                Facts = facts,
            };
        }
    }

    /// <summary>What reports of weeks and months hold their figures against.</summary>
    public interface IPeriodPolicy
    {
        /// <summary>From so many incidents of one cause on, the report suggests to look for it.</summary>
        int RecurringFrom { get; }

        /// <summary>A limit that is reached within so many days is said.</summary>
        int ForecastDays { get; }
    }

    /// <summary>The days of a report.</summary>
    /// <param name="Before">The first day of the period that it is held against, which ends when this one begins.</param>
    /// <param name="Back">The first day for trends; at the latest <paramref name="Before"/>.</param>
    public sealed record PeriodDays(PeriodKind Kind, DateOnly First, DateOnly Last, DateOnly Before, DateOnly Back)
    {
        /// <summary>All that are asked for, oldest first.</summary>
        public IEnumerable<DateOnly> All => Between(Back, Last);

        public static IEnumerable<DateOnly> Between(DateOnly first, DateOnly last) =>
            Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);
    }
}

namespace LambdaOps.Core.Checks
{
    [JsonDerivedType(typeof(PeriodReport), "periodReport")]
    public abstract partial record CheckMemory
    {
        /// <summary>What the next report has to know.</summary>
        /// <param name="Carried">
        /// Lines of the checklist that people have not ticked, each with the last day of the first period without a tick.
        /// </param>
        public sealed record PeriodReport(ImmutableSortedDictionary<string, DateOnly> Carried) : CheckMemory
        {
            public static ImmutableSortedDictionary<string, DateOnly> Nothing { get; } =
                ImmutableSortedDictionary.Create<string, DateOnly>(StringComparer.Ordinal);
        }
    }
}
