using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>Who comes and what is kept out, as AWS answers it; each part that cannot be seen says why.</summary>
public sealed class AccessOnAwsTests : IAsyncLifetime
{
    private const string Attacker = "203.0.113.66";

    private static readonly WebAcl s_front = WiredAccount.Estate.WebAcls[0];

    private static readonly WebAcl s_edge = new("arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/9f8e", "Edge")
    {
        LogGroup = "aws-waf-logs-edge",
    };

    private static readonly Estate s_estate = WiredAccount.Estate with { WebAcls = [s_front, s_edge] };

    private static readonly string s_hostile = "/a\nb\u0007<script>" + string.Concat(Enumerable.Repeat("x😀", 900));

    private WiredAccount _account = null!;

    public async Task InitializeAsync() =>
        _account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                Past = new PastPlan(TimeSpan.FromDays(15)),
                Firewalls =
                [
                    plan.Firewalls[0] with
                    {
                        Attacks = [new(TimeSpan.FromHours(1), TimeSpan.FromHours(2), 20, "Rate", Attacker, s_hostile)],
                    },
                    new FirewallPlan(s_edge.Arn, s_edge.Metric) { LogGroup = s_edge.LogGroup, BlockedPerHour = 60 },
                ],
            }
        );

    public async Task DisposeAsync() => await _account.DisposeAsync();

    /// <summary>Two weeks by five minutes: more than one page of datapoints would be short.</summary>
    [Fact]
    public async Task Numbers_AreTwoWeeksOfEachSeries()
    {
        var numbers = await SeeAsync(AccessLooks.Numbers);
        var requests = numbers.Of(AccessKind.Requests, WiredAccount.Service.Id.Value)!;

        Assert.InRange(requests.Values.Length, 4030, 4033);
        Assert.Equal(TimeSpan.FromMinutes(5), requests.Values[1].At - requests.Values[0].At);
        Assert.InRange(numbers.Of(AccessKind.Users, "users")!.Values.Length, 4030, 4033);
        Assert.True(numbers.Of(AccessKind.ClientErrors, WiredAccount.Service.Id.Value)!.IsEmpty);
        Assert.True(numbers.Of(AccessKind.Refused, WiredAccount.Service.LoadBalancer!)!.IsEmpty);
        Assert.Null(numbers.Of(AccessKind.Requests, WiredAccount.Estate.Services[1].Id.Value));
    }

    /// <summary>Those of CloudFront are in us-east-1, and have no dimension Region.</summary>
    [Fact]
    public async Task Numbers_OfWebAclsAreAskedInTheirRegions()
    {
        var numbers = await SeeAsync(AccessLooks.Numbers);

        foreach (var acl in s_estate.WebAcls)
        {
            Assert.InRange(numbers.Of(AccessKind.Allowed, acl.Name)!.Values.Length, 4030, 4033);
            Assert.InRange(numbers.Of(AccessKind.Allowed, acl.Name)!.Values[9].Value, 285, 315);
        }

        Assert.True(numbers.Of(AccessKind.Blocked, s_front.Name)!.Values[^1].Value >= 100);
        Assert.InRange(numbers.Of(AccessKind.Blocked, s_edge.Name)!.Values[^1].Value, 5, 5);
    }

    [Fact]
    public async Task Numbers_SayWhatIsIncomplete()
    {
        _account.World.Metrics.Withhold("BlockedRequests", "PartialData");
        var numbers = await SeeAsync(AccessLooks.Numbers);

        Assert.Contains("PartialData", numbers.Of(AccessKind.Blocked, s_front.Name)!.Hole!, StringComparison.Ordinal);
        Assert.Null(numbers.Of(AccessKind.Allowed, s_front.Name)!.Hole);
    }

    /// <summary>Whoever attacks chooses the address that is asked for: it is short, and breaks no line.</summary>
    [Fact]
    public async Task Log_SaysRuleSourceAndUri()
    {
        var logs = (await SeeAsync(AccessLooks.Blocked)).All;
        var front = Assert.Single(logs, one => one.Acl == s_front.Name);
        var top = front.Top[0];

        Assert.Null(front.WhyMissing);
        Assert.Equal(("Rate", Attacker), (top.Rule, top.Source));
        Assert.InRange(top.Count, 900, 1300);
        Assert.True(front.Count >= top.Count);
        Assert.StartsWith("/a b <script>x😀", top.Uri, StringComparison.Ordinal);
        Assert.InRange(top.Uri.Length, 100, 200);
        Assert.DoesNotContain(top.Uri.EnumerateRunes(), rune => rune == System.Text.Rune.ReplacementChar);
        Assert.InRange(Assert.Single(logs, one => one.Acl == s_edge.Name).Top.Length, 1, 5);
    }

    [Fact]
    public async Task Log_ThatIsDeniedIsMissingByItself()
    {
        _account.Disturb("logs", "StartQuery", ApiFaultKind.Denied);
        var logs = (await SeeAsync(AccessLooks.Blocked)).All;

        Assert.All(logs, one => Assert.Contains("not authorized", one.WhyMissing!, StringComparison.Ordinal));
        Assert.Equal(2, logs.Length);
    }

    [Fact]
    public async Task Sample_IsOfTheLastHours()
    {
        var samples = (await SeeAsync(AccessLooks.Sampled)).All;
        var front = Assert.Single(samples, one => one.Acl == s_front.Name);

        Assert.Null(front.WhyMissing);
        Assert.Equal((500, 5000), (front.Size, front.Population));
        Assert.Equal(_account.World.Clock.Now.AddMinutes(-175), front.From, TimeSpan.FromSeconds(1));
        Assert.True(front.Until < _account.World.Clock.Now.AddMinutes(-60));
        var edge = Assert.Single(samples, one => one.Acl == s_edge.Name);
        Assert.Null(edge.WhyMissing);
        Assert.InRange(edge.Blocked, 1, 50);
        Assert.InRange(edge.Top.Length, 1, 5);
        Assert.All(edge.Top, one => Assert.Equal("/.env", one.Uri));
    }

    [Fact]
    public async Task Sample_ThatIsDeniedOrOfNoWebAclSaysWhy()
    {
        var gone = s_front with { Arn = s_front.Arn.Replace("webacl/", "webacl/other-", StringComparison.Ordinal) };
        var samples = (await SeeAsync(AccessLooks.Sampled, s_estate with { WebAcls = [gone, s_edge] })).All;
        _account.Disturb("wafv2", "GetSampledRequests", ApiFaultKind.Denied);
        var denied = (await SeeAsync(AccessLooks.Sampled)).All;

        Assert.Contains("doesn't exist", samples[0].WhyMissing!, StringComparison.Ordinal);
        Assert.Null(samples[1].WhyMissing);
        Assert.All(denied, one => Assert.Contains("not authorized", one.WhyMissing!, StringComparison.Ordinal));
    }

    private Task<T> SeeAsync<T>(Look<T> look, Estate? estate = null)
        where T : class
    {
        estate ??= s_estate;
        var now = _account.World.Clock.Now;
        var until = now.AddTicks(-(now.Ticks % AccessLooks.Period.Ticks));
        var about = FigureDays.Of(estate, "access") with
        {
            WebAcls = estate.WebAcls,
            Days = [new LocalDay(DateOnly.FromDateTime(until.UtcDateTime), until.AddHours(-24), until)],
        };
        return _account.Resources().Observer().SeeAsync(look, LookAt.For(estate, about, new CheckRun(now, now), now));
    }
}
