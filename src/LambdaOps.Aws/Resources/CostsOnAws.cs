using System.Collections.Immutable;
using System.Globalization;
using Amazon.CostExplorer;
using Amazon.CostExplorer.Model;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>The account's cost by service (GetCostAndUsage): one request a look, or one a page.</summary>
public sealed class CostsOnAws(Lazy<IAmazonCostExplorer> costs) : ResourceOnAws
{
    private const int MostPages = 10;
    private const string Metric = "UnblendedCost";

    public override ImmutableArray<LookCall> Looks =>
        [
            LookCall.To(CostLooks.Days, (at, stop) => AskAsync(CostDates.TwoWeeks(at.Now), Granularity.DAILY, stop)),
            LookCall.To(
                CostLooks.Months,
                (at, stop) => AskAsync(CostDates.ThreeMonths(at.Now), Granularity.MONTHLY, stop)
            ),
        ];

    /// <exception cref="NotObservableException">It did not end, or says what is no amount of one currency.</exception>
    private async Task<Costs> AskAsync(CostDates dates, Granularity granularity, CancellationToken cancellationToken)
    {
        var request = new GetCostAndUsageRequest
        {
            TimePeriod = new DateInterval { Start = Written(dates.From), End = Written(dates.Until) },
            Granularity = granularity,
            Metrics = [Metric],
            GroupBy = [new GroupDefinition { Type = GroupDefinitionType.DIMENSION, Key = "SERVICE" }],
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
            .GroupBy(group => LogInsights.Shortened(string.Join(", ", group.Keys ?? [])), StringComparer.Ordinal)
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
