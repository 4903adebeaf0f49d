using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.CostExplorer;

/// <summary>Cost Explorer's GetCostAndUsage by day or month, of all the account or by service.</summary>
public sealed class CostExplorerFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextPageToken", "", "InvalidNextTokenException");

    private readonly DateOnly _start = DateOnly.FromDateTime(world.Clock.Now.UtcDateTime);

    public string Model => "ce";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation == "GetCostAndUsage"
            ? Get(call.Input)
            : throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Cost Explorer does not have {call.Operation} yet."
            );

    private JsonObject Get(JsonObject input)
    {
        var span = (JsonObject)input["TimePeriod"]!;
        var (from, until) = (Day(span.Text("Start")), Day(span.Text("End")));
        if (from >= until)
        {
            throw new ServiceFault("ValidationException", "Start date (and hour) should be before end date (and hour)");
        }

        // Nobody has enabled it, or less than a day ago.
        if (world.Plan.Costs.Count == 0)
        {
            throw new ServiceFault(
                "DataUnavailableException",
                "Data is not available. Please try to adjust the time period. If just enabled Cost Explorer, data might "
                    + "not be ingested yet"
            );
        }

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
            .Plan.Costs.Select(plan => (plan.Service, Amount: Days(period).Sum(day => On(plan, day))))
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
                KeyValuePair.Create(
                    metric,
                    (JsonNode?)
                        new JsonObject
                        {
                            ["Amount"] = amount.ToString("0.##########", CultureInfo.InvariantCulture),
                            ["Unit"] = "USD",
                        }
                )
            )
        );

    private decimal On(World.Plans.CostPlan plan, DateOnly day) =>
        day >= Today ? 0
        : day >= _start.AddDays(-plan.ChangesDaysBefore) ? plan.Then
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
