using System.Collections.Immutable;
using System.Globalization;
using Amazon.CostExplorer;
using Amazon.CostExplorer.Model;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The account's cost by service (GetCostAndUsage), and why it changed (GetCostComparisonDrivers): one request a look, or
/// one a page.
/// </summary>
public sealed class CostsOnAws(Lazy<IAmazonCostExplorer> costs) : ResourceOnAws
{
    private const int MostPages = 10;
    private const int MostPagesOfReasons = 5;
    private const int MostReasons = 30;
    private const string Service = "SERVICE";
    private const string Metric = "UnblendedCost";

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(CostLooks.Days, (at, stop) => AskAsync(CostDates.TwoWeeks(at.Now), Granularity.DAILY, stop)),
            LookCall.To(
                CostLooks.Months,
                (at, stop) => AskAsync(CostDates.ThreeMonths(at.Now), Granularity.MONTHLY, stop)
            ),
            LookCall.To(CostLooks.Reasons, (at, stop) => AskWhyAsync((CostMovers)at.Target, stop)),
        ];

    /// <exception cref="NotObservableException">It did not end, or says what is no amount of one currency.</exception>
    private async Task<Costs> AskAsync(CostDates dates, Granularity granularity, CancellationToken cancellationToken)
    {
        var request = new GetCostAndUsageRequest
        {
            TimePeriod = new DateInterval { Start = Written(dates.From), End = Written(dates.Until) },
            Granularity = granularity,
            Metrics = [Metric],
            GroupBy = [new GroupDefinition { Type = GroupDefinitionType.DIMENSION, Key = Service }],
        };
        var results = new List<ResultByTime>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await costs.Value.GetCostAndUsageAsync(request, cancellationToken);
            results.AddRange(answer.ResultsByTime ?? []);
            if (answer.NextPageToken is not { Length: > 0 } next)
            {
                return Read(results);
            }

            request.NextPageToken = next;
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of costs"));
    }

    /// <summary>Each time is one whole month, as Cost Explorer takes no other.</summary>
    /// <exception cref="NotObservableException">It did not end, or says what is no amount.</exception>
    private async Task<CostReasons> AskWhyAsync(CostMovers movers, CancellationToken cancellationToken)
    {
        var (before, last) = (movers.Before, movers.Before.AddMonths(1));
        var request = new GetCostComparisonDriversRequest
        {
            BaselineTimePeriod = new DateInterval { Start = Written(before), End = Written(last) },
            ComparisonTimePeriod = new DateInterval { Start = Written(last), End = Written(last.AddMonths(1)) },
            MetricForComparison = Metric,
            Filter = new Expression
            {
                Dimensions = new DimensionValues { Key = Dimension.SERVICE, Values = [.. movers.Services] },
            },
            GroupBy = [new GroupDefinition { Type = GroupDefinitionType.DIMENSION, Key = Service }],
        };
        var found = new List<CostReason>();
        for (var page = 0; page < MostPagesOfReasons; page++)
        {
            var answer = await costs.Value.GetCostComparisonDriversAsync(request, cancellationToken);
            found.AddRange((answer.CostComparisonDrivers ?? []).SelectMany(one => ReasonsOf(one, movers)));
            if (answer.NextPageToken is not { Length: > 0 } next)
            {
                return new CostReasons([
                    .. found.OrderByDescending(reason => Math.Abs(reason.Difference)).Take(MostReasons),
                ]);
            }

            request.NextPageToken = next;
        }

        throw new NotObservableException(
            FormattableString.Invariant($"more than {MostPagesOfReasons} pages of reasons")
        );
    }

    private static IEnumerable<CostReason> ReasonsOf(CostComparisonDriver driver, CostMovers movers)
    {
        var chosen = Chosen(driver.CostSelector, depth: 0).ToList();
        var service =
            chosen.Find(one => one.Key == Dimension.SERVICE)?.Values is [var named, ..] ? named
            : movers.Services is [var only] ? only
            : null;
        var usage = chosen.Find(one => one.Key == Dimension.USAGE_TYPE)?.Values is [var type, ..] ? type : null;
        return service is null
            ? []
            : (driver.CostDrivers ?? []).Select(one => new CostReason(
                OutsideText.Line(service),
                InWords(one, usage),
                DifferenceIn(one)
            ));
    }

    /// <summary>The dimensions that a driver is of: a selector is one, or several joined by And.</summary>
    private static IEnumerable<DimensionValues> Chosen(Expression? selector, int depth) =>
        selector is null || depth > 2
            ? []
            : (selector.And ?? [])
                .SelectMany(one => Chosen(one, depth + 1))
                .Concat(selector.Dimensions is { } dimension ? [dimension] : []);

    /// <summary>"usage change of APN1-BoxUsage:m5.large"</summary>
    private static string InWords(CostDriver driver, string? usage)
    {
        var kind = (driver.Type ?? "").Replace('_', ' ').ToLowerInvariant();
        var of = driver.Name is { Length: > 0 } name ? name : usage;
        return OutsideText.Line(
            kind.Length == 0 ? of ?? "something unnamed"
            : of is null || of == driver.Type ? kind
            : $"{kind} of {of}"
        );
    }

    private static decimal DifferenceIn(CostDriver driver) =>
        (driver.Metrics ?? []).GetValueOrDefault(Metric)?.Difference is { } amount
        && decimal.TryParse(amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new NotObservableException("Cost Explorer answers with what is no amount");

    private static Costs Read(List<ResultByTime> results)
    {
        var amounts = results.SelectMany(result => result.Groups ?? []).Select(AmountOf).ToList();
        var currencies = amounts.Where(one => one.Value != 0).Select(one => one.Unit).Distinct().ToList();
        return currencies.Count <= 1
            ? new Costs(
                [
                    .. results
                        .GroupBy(result => (result.TimePeriod.Start, result.TimePeriod.End))
                        .Select(same => new CostPeriod(
                            Day(same.Key.Start),
                            Day(same.Key.End),
                            ByService(same.SelectMany(result => result.Groups ?? []))
                        ))
                        .OrderBy(period => period.From),
                ],
                currencies.FirstOrDefault("")
            )
            : throw new NotObservableException(
                $"Cost Explorer answers in several currencies: {string.Join(", ", currencies)}"
            );
    }

    private static ImmutableSortedDictionary<string, decimal> ByService(IEnumerable<Group> groups) =>
        groups
            .GroupBy(group => OutsideText.Line(string.Join(", ", group.Keys ?? [])), StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                same => same.Key,
                same => same.Sum(group => AmountOf(group).Value),
                StringComparer.Ordinal
            );

    private static (decimal Value, string Unit) AmountOf(Group group) =>
        (group.Metrics ?? []).GetValueOrDefault(Metric) is { Amount: { } amount, Unit: var unit }
        && decimal.TryParse(amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? (value, unit ?? "")
            : throw new NotObservableException("Cost Explorer answers with what is no amount");

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(
            text.Length > 10 ? text[..10] : text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : throw new NotObservableException("Cost Explorer answers with what is no day");

    private static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
