using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.CloudWatch;

/// <summary>
/// Metrics through CloudWatch's API. In one call each metric has its own period; an expression has the longest of all.
/// </summary>
internal sealed class CloudWatchMetrics(SimulatedWorld world)
{
    private const int MostDatapoints = 100_800;
    private const int MostStatistics = 1_440;

    /// <summary>ListMetrics has forgotten what was not written for longer.</summary>
    private static readonly TimeSpan s_known = TimeSpan.FromDays(14);

    private static readonly PageTerms s_pages = new("NextToken", "", "InvalidParameterValueException")
    {
        Usual = 500,
        Most = 500,
    };

    public JsonObject Data(ServiceCall call)
    {
        var input = call.Input;
        var queries = input.Objects("MetricDataQueries").Select(ReadQuery).ToList();
        var (from, until) = Span(input);
        var longest = queries.Select(q => q.Period).DefaultIfEmpty(60).Max();
        var ascending = input.Text("ScanBy") == "TimestampAscending";
        var results = new JsonArray();
        foreach (var query in queries.Where(q => q.ReturnData))
        {
            var period = query.Metric is null ? longest : query.Period;
            var grid = Grid(from, until, period, MostDatapoints);
            results.Add(Result(queries, query, grid, period, ascending, IsIn(call, query.Metric)));
        }

        return new JsonObject { ["MetricDataResults"] = results, ["Messages"] = new JsonArray() };
    }

    /// <summary>
    /// Each region has its own metrics; those of CloudFront and of its web ACLs are in us-east-1, and the lag of replicas is
    /// in the region that sends.
    /// </summary>
    private bool IsIn(ServiceCall call, MetricName? metric) =>
        metric is null
        || (call.Region ?? world.Plan.Region)
            == metric.Namespace switch
            {
                "AWS/CloudFront" => "us-east-1",
                "AWS/WAFV2" => metric.Dimensions.GetValueOrDefault("Region", "us-east-1"),
                "AWS/DynamoDB" when metric.Dimensions.GetValueOrDefault("ReceivingRegion") == world.Plan.Region => world
                    .Plan
                    .Standby
                    ?.Region,
                _ => world.Plan.Region,
            };

    public JsonObject Statistics(ServiceCall call)
    {
        var input = call.Input;
        var metric = ReadMetric(input);
        var stats = input.Texts("Statistics");
        var percentiles = input.Texts("ExtendedStatistics");
        if (stats.Count + percentiles.Count == 0)
        {
            throw new ServiceFault(
                "InvalidParameterCombinationException",
                "At least one of the parameters Statistics and ExtendedStatistics must be specified."
            );
        }

        var (from, until) = Span(input);
        var period = input.Integer("Period") ?? 60;
        var points = new JsonArray();
        foreach (var at in Grid(from, until, period, MostStatistics))
        {
            var cell = world.Metrics.Read(
                metric,
                at,
                TimeSpan.FromSeconds(period),
                world.Clock.Now,
                input.Text("Unit")
            );
            if (cell is not null && IsIn(call, metric))
            {
                points.Add(Point(cell, at, stats, percentiles));
            }
        }

        return new JsonObject { ["Label"] = metric.Name, ["Datapoints"] = points };
    }

    public JsonObject Put(ServiceCall call)
    {
        var space = call.Input.Text("Namespace") ?? "";
        if (space.Length == 0 || space.StartsWith("AWS/", StringComparison.Ordinal))
        {
            throw new ServiceFault(
                "InvalidParameterValueException",
                "The value AWS/ for parameter Namespace is invalid."
            );
        }

        var data = call.Input.Objects("MetricData");
        var cells = data.Select(d => (Metric: ReadMetric(d, space), Cell: ReadCell(d))).ToList();
        foreach (var (metric, cell) in cells)
        {
            world.Metrics.Add(metric, cell);
        }

        world.Tell(
            "call",
            space,
            $"PutMetricData by {call.Caller}: {string.Join(", ", cells.Select(c => c.Metric.Name))}"
        );
        return [];
    }

    public JsonObject List(ServiceCall call)
    {
        var input = call.Input;
        var dimensions = input.Objects("Dimensions");
        var known = input.Text("RecentlyActive") is "PT3H" ? TimeSpan.FromHours(3) : s_known;
        var found = world
            .Metrics.NamesSince(world.Clock.Now - known)
            .Where(m => IsIn(call, m))
            .Where(m => input.Text("Namespace") is not { } space || m.Namespace == space)
            .Where(m => input.Text("MetricName") is not { } name || m.Name == name)
            .Where(m =>
                dimensions.TrueForAll(d =>
                    m.Dimensions.TryGetValue(d.Text("Name") ?? "", out var value)
                    && (d.Text("Value") is not { } wanted || wanted == value)
                )
            )
            .ToList();
        return Paging.Answer(found, input, s_pages, "Metrics", WriteMetric);
    }

    public static JsonArray Dimensions(MetricName metric) =>
        FaceJson.Array(metric.Dimensions.Select(d => new JsonObject { ["Name"] = d.Key, ["Value"] = d.Value }));

    public static JsonObject Query(MetricTerm query)
    {
        var output = new JsonObject { ["Id"] = query.Id };
        if (query.Metric is { } metric)
        {
            var stat = new JsonObject
            {
                ["Metric"] = WriteMetric(metric),
                ["Period"] = query.Period,
                ["Stat"] = query.Stat,
            };
            stat.PutUnlessNull("Unit", query.Unit);
            output["MetricStat"] = stat;
        }

        output.PutUnlessNull("Expression", query.Expression);
        output.PutUnlessNull("Label", query.Label);
        output["ReturnData"] = query.ReturnData;
        return output;
    }

    private static JsonObject WriteMetric(MetricName metric) =>
        new()
        {
            ["Namespace"] = metric.Namespace,
            ["MetricName"] = metric.Name,
            ["Dimensions"] = Dimensions(metric),
        };

    private static MetricTerm ReadQuery(JsonObject input)
    {
        var stat = input["MetricStat"] as JsonObject;
        var name = stat?.Text("Stat") ?? "Average";
        if (!Stats.IsKnown(name))
        {
            throw new ServiceFault("ValidationError", $"The value {name} for parameter Stat is not supported.");
        }

        return new MetricTerm
        {
            Id = input.Text("Id") ?? "",
            Metric = stat?["Metric"] is JsonObject metric ? ReadMetric(metric) : null,
            Stat = name,
            Period = stat?.Integer("Period") ?? input.Integer("Period") ?? 60,
            Unit = stat?.Text("Unit"),
            Expression = input.Text("Expression"),
            Label = input.Text("Label"),
            ReturnData = input.Flag("ReturnData") ?? true,
        };
    }

    internal static MetricName ReadMetric(JsonObject input, string? space = null) =>
        new(
            space ?? input.Text("Namespace") ?? "",
            input.Text("MetricName") ?? "",
            Dimensions(input.Objects("Dimensions"))
        );

    private static Dictionary<string, string> Dimensions(List<JsonObject> given)
    {
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in given)
        {
            var name = one.Text("Name") ?? "";
            if (!dimensions.TryAdd(name, one.Text("Value") ?? ""))
            {
                throw new ServiceFault(
                    "InvalidParameterValueException",
                    $"The collection Dimensions must not contain more than one dimension with the name {name}."
                );
            }
        }

        return dimensions;
    }

    private MetricCell ReadCell(JsonObject datum)
    {
        var now = world.Clock.Now;
        var resolution = TimeSpan.FromSeconds(datum.Integer("StorageResolution") == 1 ? 1 : 60);
        var at = datum.Moment("Timestamp") ?? now;
        at = at.AddTicks(-(at.Ticks % resolution.Ticks));
        var visible = now + world.Plan.MetricDelay;
        var unit = datum.Text("Unit") ?? "None";
        if (datum["StatisticValues"] is JsonObject set)
        {
            return new MetricCell
            {
                IsSet = set.Number("Minimum") != set.Number("Maximum"),
                At = at,
                VisibleFrom = visible,
                Count = set.Number("SampleCount") ?? 1,
                Sum = set.Number("Sum") ?? 0,
                Minimum = set.Number("Minimum") ?? 0,
                Maximum = set.Number("Maximum") ?? 0,
                Unit = unit,
            };
        }

        var values = datum.Numbers("Values");
        if (values.Count == 0)
        {
            return MetricCell.Of(at, visible, datum.Number("Value") ?? 0, 1, unit);
        }

        var counts = datum.Numbers("Counts");
        var spread = values.Select((v, i) => (Value: v, Weight: i < counts.Count ? counts[i] : 1)).ToList();
        return new MetricCell
        {
            At = at,
            VisibleFrom = visible,
            Count = spread.Sum(s => s.Weight),
            Sum = spread.Sum(s => s.Value * s.Weight),
            Minimum = values.Min(),
            Maximum = values.Max(),
            Unit = unit,
            Spread = spread,
        };
    }

    private static JsonObject Point(MetricCell cell, DateTimeOffset at, List<string> stats, List<string> percentiles)
    {
        var point = new JsonObject { ["Timestamp"] = at.Iso(), ["Unit"] = cell.Unit };
        foreach (var stat in stats)
        {
            point[stat] = cell.Statistic(stat);
        }

        if (percentiles.Count > 0)
        {
            point["ExtendedStatistics"] = new JsonObject(
                percentiles
                    .Where(p => cell.Statistic(p) is not null)
                    .Select(p => KeyValuePair.Create(p, (JsonNode?)JsonValue.Create(cell.Statistic(p))))
            );
        }

        return point;
    }

    private JsonObject Result(
        List<MetricTerm> queries,
        MetricTerm query,
        DateTimeOffset[] grid,
        int period,
        bool ascending,
        bool isIn
    )
    {
        double?[] values;
        try
        {
            values = world.Alarms.Queries.Values(queries, query.Id, grid, period, world.Clock.Now);
        }
        catch (FormatException wrong)
        {
            throw new ServiceFault("ValidationError", $"Error in expression '{query.Id}': {wrong.Message}");
        }

        var withheld = query.Metric is { } metric ? world.Metrics.WithheldAs(metric.Name) : null;
        var points = grid.Zip(values).Where(p => isIn && p.Second is not null && withheld is null).ToList();
        if (!ascending)
        {
            points.Reverse();
        }

        return new JsonObject
        {
            ["Id"] = query.Id,
            ["Label"] = query.Label ?? query.Metric?.Name ?? query.Id,
            ["Timestamps"] = FaceJson.Array(points.Select(p => p.First.Iso())),
            ["Values"] = new JsonArray([.. points.Select(p => (JsonNode?)JsonValue.Create(p.Second!.Value))]),
            ["StatusCode"] = withheld ?? "Complete",
        };
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Span(JsonObject input)
    {
        var from = input.Moment("StartTime");
        var until = input.Moment("EndTime");
        return from is { } start && until is { } end && start < end
            ? (start, end)
            : throw new ServiceFault(
                "InvalidParameterValueException",
                "The parameter StartTime must be less than the parameter EndTime."
            );
    }

    private static DateTimeOffset[] Grid(DateTimeOffset from, DateTimeOffset until, int period, int most)
    {
        if (period is not (1 or 5 or 10 or 20 or 30) && (period < 60 || period % 60 != 0))
        {
            throw new ServiceFault(
                "InvalidParameterValueException",
                "The parameter Period must be 1, 5, 10, 20, 30, " + "or any multiple of 60."
            );
        }

        var step = TimeSpan.FromSeconds(period);
        var count = MetricGrid.CountOf(from, until, step);
        return count <= most
            ? MetricGrid.Of(from, until, step)
            : throw new ServiceFault(
                "InvalidParameterCombinationException",
                $"You have requested up to {count} " + $"datapoints, which exceeds the limit of {most}."
            );
    }
}
