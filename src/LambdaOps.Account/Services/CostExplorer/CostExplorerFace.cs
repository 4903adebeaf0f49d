using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.CostExplorer;

/// <summary>
/// Cost Explorer's GetCostAndUsage by day or month, of all the account or by service, and what drives the difference of two
/// months (GetCostComparisonDrivers) by service and usage type.
/// </summary>
public sealed class CostExplorerFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextPageToken", "", "InvalidNextTokenException");

    private static readonly PageTerms s_driverPages = s_pages with { Size = "MaxResults", Usual = 10, Most = 10 };

    private readonly DateOnly _start = DateOnly.FromDateTime(world.Clock.Now.UtcDateTime);

    public string Model => "ce";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "GetCostAndUsage" => Get(call.Input),
            "GetCostComparisonDrivers" => Compare(call.Input),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Cost Explorer does not have {call.Operation} yet."
            ),
        };

    private JsonObject Get(JsonObject input)
    {
        var span = (JsonObject)input["TimePeriod"]!;
        var (from, until) = (Day(span.Text("Start")), Day(span.Text("End")));
        if (from >= until)
        {
            throw new ServiceFault("ValidationException", "Start date (and hour) should be before end date (and hour)");
        }

        CheckEnabled();
        var metrics = input.Texts("Metrics");
        var isMonthly = input.Text("Granularity") == "MONTHLY";
        var byService = input.Objects("GroupBy").Any(group => group.Text("Key") == "SERVICE");
        var answer = Paging.Answer(
            [.. Periods(from, until, isMonthly)],
            input,
            s_pages,
            "ResultsByTime",
            period => Write(period, metrics, byService)
        );
        answer["GroupDefinitions"] = FaceJson.Array(input.Objects("GroupBy").Select(one => one.DeepClone().AsObject()));
        return answer;
    }

    /// <summary>Nobody has enabled it, or less than a day ago.</summary>
    private void CheckEnabled()
    {
        if (world.Plan.Costs.Count == 0)
        {
            throw new ServiceFault(
                "DataUnavailableException",
                "Data is not available. Please try to adjust the time period. If just enabled Cost Explorer, data might "
                    + "not be ingested yet"
            );
        }
    }

    private JsonObject Compare(JsonObject input)
    {
        var (before, after) = (WholeMonth(input, "BaselineTimePeriod"), WholeMonth(input, "ComparisonTimePeriod"));
        CheckEnabled();
        var filter = (input["Filter"] as JsonObject)?["Dimensions"] as JsonObject;
        var services = filter?.Text("Key") == "SERVICE" ? filter.Texts("Values") : null;
        var changed = world
            .Plan.Costs.Where(plan => services?.Contains(plan.Service) ?? true)
            .Select(plan => (Plan: plan, Before: SumOf(plan, before), After: SumOf(plan, after)))
            .Where(one => one.Before != one.After)
            .OrderByDescending(one => Math.Abs(one.After - one.Before))
            .ToList();
        var metric = input.Text("MetricForComparison")!;
        return Paging.Answer(
            changed,
            input,
            s_driverPages,
            "CostComparisonDrivers",
            one => new JsonObject
            {
                ["CostSelector"] = new JsonObject
                {
                    ["And"] = FaceJson.Array([Is("SERVICE", one.Plan.Service), Is("USAGE_TYPE", one.Plan.UsageType)]),
                },
                ["Metrics"] = Compared(metric, one.Before, one.After),
                ["CostDrivers"] = FaceJson.Array([
                    new JsonObject
                    {
                        ["Type"] = "USAGE_CHANGE",
                        ["Name"] = one.Plan.UsageType,
                        ["Metrics"] = Compared(metric, one.Before, one.After),
                    },
                ]),
            }
        );
    }

    private static (DateOnly From, DateOnly Until) WholeMonth(JsonObject input, string member)
    {
        var span = (JsonObject)input[member]!;
        var (from, until) = (Day(span.Text("Start")), Day(span.Text("End")));
        return from.Day == 1 && until == from.AddMonths(1)
            ? (from, until)
            : throw new ServiceFault(
                "ValidationException",
                $"{member} must start and end on the first day of a month and be exactly one month"
            );
    }

    private decimal SumOf(World.Plans.CostPlan plan, (DateOnly From, DateOnly Until) period) =>
        Days(period).Sum(day => On(plan, day));

    private static JsonObject Is(string dimension, string value) =>
        new()
        {
            ["Dimensions"] = new JsonObject { ["Key"] = dimension, ["Values"] = FaceJson.Array([value]) },
        };

    private static JsonObject Compared(string metric, decimal before, decimal after) =>
        new()
        {
            [metric] = new JsonObject
            {
                ["BaselineTimePeriodAmount"] = Amount(before),
                ["ComparisonTimePeriodAmount"] = Amount(after),
                ["Difference"] = Amount(after - before),
                ["Unit"] = "USD",
            },
        };

    private static IEnumerable<(DateOnly From, DateOnly Until)> Periods(DateOnly from, DateOnly until, bool isMonthly)
    {
        for (var at = from; at < until; )
        {
            var next = isMonthly ? new DateOnly(at.Year, at.Month, 1).AddMonths(1) : at.AddDays(1);
            var end = next < until ? next : until;
            yield return (at, end);
            at = end;
        }
    }

    private JsonObject Write((DateOnly From, DateOnly Until) period, List<string> metrics, bool byService)
    {
        var costs = world
            .Plan.Costs.GroupBy(plan => plan.Service, plan => SumOf(plan, period))
            .Select(same => (Service: same.Key, Amount: same.Sum()))
            .Where(one => one.Amount != 0)
            .ToList();
        return new JsonObject
        {
            ["TimePeriod"] = new JsonObject { ["Start"] = Text(period.From), ["End"] = Text(period.Until) },
            ["Total"] = byService ? [] : Amounts(metrics, costs.Sum(one => one.Amount)),
            ["Groups"] = byService
                ? FaceJson.Array(
                    costs.Select(one => new JsonObject
                    {
                        ["Keys"] = FaceJson.Array([one.Service]),
                        ["Metrics"] = Amounts(metrics, one.Amount),
                    })
                )
                : [],
            ["Estimated"] = period.Until > Today.AddDays(-2),
        };
    }

    private static JsonObject Amounts(IEnumerable<string> metrics, decimal amount) =>
        new(
            metrics.Select(metric =>
                KeyValuePair.Create(metric, (JsonNode?)new JsonObject { ["Amount"] = Amount(amount), ["Unit"] = "USD" })
            )
        );

    private static string Amount(decimal amount) => amount.ToString("0.##########", CultureInfo.InvariantCulture);

    private decimal On(World.Plans.CostPlan plan, DateOnly day) =>
        day >= Today ? 0
        : day >= (plan.ChangesOn ?? _start.AddDays(-plan.ChangesDaysBefore)) ? plan.Then
        : plan.ADay;

    private static IEnumerable<DateOnly> Days((DateOnly From, DateOnly Until) period) =>
        Enumerable.Range(0, period.Until.DayNumber - period.From.DayNumber).Select(period.From.AddDays);

    private DateOnly Today => DateOnly.FromDateTime(world.Clock.Now.UtcDateTime);

    private static DateOnly Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new ServiceFault("ValidationException", "Start and end have to be yyyy-MM-dd");

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
