using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World.Logs;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Firewalls;

/// <summary>
/// A web ACL: its metrics, its log and what it can sample are of the same requests. A minute always has the same ones.
/// </summary>
public sealed class Firewall : ILogSource
{
    private const string UsualRule = "AWS-AWSManagedRulesCommonRuleSet";

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>Before the world's history metrics are by five minutes.</summary>
    private static readonly TimeSpan s_past = TimeSpan.FromMinutes(5);

    private readonly SimulatedWorld _world;

    private readonly DateTimeOffset _start;

    internal Firewall(SimulatedWorld world, FirewallPlan plan)
    {
        (_world, Plan, _start) = (world, plan, world.Clock.Now);
        var now = MinuteOf(_start);
        var step = s_minute;
        for (var at = FloorOf(_start - world.Plan.KnownFor, s_past); at < now; at += step)
        {
            step = at < FloorOf(_start - world.Plan.History, s_past) ? s_past : s_minute;
            Count(at, step);
        }

        world.Clock.At(now + s_minute, "web ACL", Pass);
    }

    public FirewallPlan Plan { get; }

    public string Name => Plan.Arn.Split('/')[^2];

    public bool IsOfCloudFront => Plan.Arn.Contains(":global/", StringComparison.Ordinal);

    public string Region => Plan.Arn.Split(':')[3];

    public string Group => Plan.LogGroup ?? "";

    public string Stream => $"{_world.Plan.Region}_{Name}_0";

    /// <summary>Whether metrics and samples can be asked by that rule's name.</summary>
    public bool HasRule(string metric) =>
        metric == "ALL"
        || metric == Plan.Metric
        || metric == UsualRule
        || Plan.Attacks.Any(attack => attack.Rule == metric);

    /// <summary>The requests from <paramref name="from"/> on and before <paramref name="until"/>, oldest first.</summary>
    public IEnumerable<FirewalledRequest> Requests(DateTimeOffset from, DateTimeOffset until)
    {
        for (var minute = MinuteOf(from); minute < until; minute += s_minute)
        {
            foreach (var request in Of(minute).Where(request => request.At >= from && request.At < until))
            {
                yield return request;
            }
        }
    }

    /// <summary>Its logging keeps what was blocked and drops the rest, as a filter of AWS WAF does.</summary>
    public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until)
    {
        for (var minute = MinuteOf(from); minute < until; minute += s_minute)
        {
            var blocked = BlockedIn(minute);
            for (var place = 0; place < blocked.Count; place++)
            {
                var at = Moment(minute, place, blocked.Count);
                if (at >= from && at < until)
                {
                    yield return new TextLine(at, Stream, Line(blocked[place](at))) { Number = place };
                }
            }
        }
    }

    private void Pass()
    {
        Count(MinuteOf(_world.Clock.Now) - s_minute, s_minute);
        _world.Clock.In(s_minute, "web ACL", Pass);
    }

    private void Count(DateTimeOffset from, TimeSpan span)
    {
        var minutes = MetricGrid.Of(from, from + span, s_minute);
        var blocked = minutes.SelectMany(BlockedIn).ToList();
        Write(from, "AllowedRequests", "ALL", minutes.Sum(AllowedIn));
        Write(from, "BlockedRequests", "ALL", blocked.Count);
        foreach (var rule in blocked.GroupBy(request => request(from).Rule))
        {
            Write(from, "BlockedRequests", rule.Key, rule.Count());
        }
    }

    /// <summary>No zeros, as AWS: "there is a nonzero value". Of CloudFront's the dimension Region is not there.</summary>
    private void Write(DateTimeOffset minute, string metric, string rule, int count)
    {
        if (count == 0)
        {
            return;
        }

        (string, string)[] dimensions = [("WebACL", Plan.Metric), ("Rule", rule)];
        _world.Metrics.Add(
            MetricName.Of("AWS/WAFV2", metric, IsOfCloudFront ? dimensions : [.. dimensions, ("Region", Region)]),
            MetricCell.Of(minute, minute + s_minute + _world.Plan.MetricDelay, 1, count, "Count")
        );
    }

    private IEnumerable<FirewalledRequest> Of(DateTimeOffset minute)
    {
        var (allowed, blocked) = (AllowedIn(minute), BlockedIn(minute));
        return Enumerable
            .Range(0, allowed)
            .Select(place => Allowed(Moment(minute, place, allowed)))
            .Concat(blocked.Select((request, place) => request(Moment(minute, place, blocked.Count))))
            .OrderBy(request => request.At);
    }

    /// <summary>A little up and down.</summary>
    private int AllowedIn(DateTimeOffset minute) =>
        (int)Math.Round(Plan.AllowedPerMinute * (0.95 + (0.1 * Drawn("allowed", minute))));

    private List<Func<DateTimeOffset, FirewalledRequest>> BlockedIn(DateTimeOffset minute)
    {
        var found = new List<Func<DateTimeOffset, FirewalledRequest>>();
        foreach (var attack in Plan.Attacks)
        {
            if (minute >= MinuteOf(_start - attack.Ago) && minute < MinuteOf(_start - attack.Ago + attack.For))
            {
                FirewalledRequest Sent(DateTimeOffset at) => new(at, true, attack.Rule, attack.Source, attack.Uri);
                found.AddRange(Enumerable.Repeat(Sent, attack.PerMinute));
            }
        }

        if (Drawn("blocked", minute) < Plan.BlockedPerHour / 60)
        {
            var host = 1 + (int)(250 * Drawn("scanner", minute));
            found.Add(at => new(at, true, UsualRule, FormattableString.Invariant($"192.0.2.{host}"), "/.env"));
        }

        return found;
    }

    private static FirewalledRequest Allowed(DateTimeOffset at) =>
        new(at, false, "Default_Action", FormattableString.Invariant($"198.51.100.{1 + (at.Second % 50)}"), "/list");

    private double Drawn(string what, DateTimeOffset minute) =>
        Chance.HashedShare(_world.Seed, $"{what} {Plan.Arn}", minute.ToUnixTimeSeconds());

    private string Line(FirewalledRequest request) =>
        new JsonObject
        {
            ["timestamp"] = request.At.ToUnixTimeMilliseconds(),
            ["formatVersion"] = 1,
            ["webaclId"] = Plan.Arn,
            ["terminatingRuleId"] = request.Rule,
            ["terminatingRuleType"] = "REGULAR",
            ["action"] = "BLOCK",
            ["httpSourceName"] = IsOfCloudFront ? "CF" : "ALB",
            ["httpRequest"] = new JsonObject
            {
                ["clientIp"] = request.Source,
                ["country"] = request.Country,
                ["uri"] = request.Uri,
                ["args"] = "",
                ["httpVersion"] = "HTTP/2.0",
                ["httpMethod"] = "GET",
            },
        }.ToJsonString(JsonSerializerOptions.Default);

    private static DateTimeOffset Moment(DateTimeOffset minute, int place, int of) =>
        minute.AddMilliseconds(Math.Floor(60_000.0 * place / of));

    private static DateTimeOffset MinuteOf(DateTimeOffset at) => FloorOf(at, s_minute);

    private static DateTimeOffset FloorOf(DateTimeOffset at, TimeSpan span) => at.AddTicks(-(at.Ticks % span.Ticks));
}

/// <summary>A request as a web ACL saw it.</summary>
/// <param name="Rule">Which rule ended it.</param>
public sealed record FirewalledRequest(DateTimeOffset At, bool IsBlocked, string Rule, string Source, string Uri)
{
    public string Country => IsBlocked ? "ZZ" : "JP";
}
