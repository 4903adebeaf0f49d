using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Signals;

public class RoutingTests
{
    [Fact]
    public void Of_FindsAnAlarmByItsName()
    {
        var route = Found(Some.Alarm, Some.Estate);

        Assert.Equal((Some.Target, Some.Remedy, Severity.P1), (route.Target.Id, route.Remedy, route.Severity));
        Assert.Equal((Mode.Act, Mode.Act), (route.Ceiling, route.Mode));
    }

    [Theory]
    [InlineData("api-5xx", true)]
    [InlineData("API-5XX", false)]
    [InlineData("api-5xx-2", false)]
    public void Of_TakesANameExactly(string name, bool found) =>
        Assert.Equal(found, Matches(new AlarmMatch.ByName("api-5xx"), Some.Alarm with { Name = name }));

    [Theory]
    [InlineData("api-*", "api-5xx", true)]
    [InlineData("api-*", "api-", true)]
    [InlineData("api-*", "API-5xx", false)]
    [InlineData("api-*", "my-api-5xx", false)]
    [InlineData("*-5xx", "api-5xx", true)]
    [InlineData("api-?xx", "api-5xx", true)]
    [InlineData("api-?xx", "api-15xx", false)]
    [InlineData("api.5xx", "api-5xx", false)]
    public void Of_TakesAPatternsStarsAndQuestionMarks(string pattern, string name, bool found) =>
        Assert.Equal(found, Matches(new AlarmMatch.ByPattern(pattern), Some.Alarm with { Name = name }));

    [Theory]
    [InlineData("lambdaops", "api/serviceUnavailable", true)]
    [InlineData("lambdaops", "api", false)]
    [InlineData("LambdaOps", "api/serviceUnavailable", false)]
    public void Of_TakesATagExactly(string key, string value, bool found)
    {
        var tags = ImmutableSortedDictionary<string, string>.Empty.Add(key, value).Add("team", "ops");

        Assert.Equal(
            found,
            Matches(new AlarmMatch.ByTag("lambdaops", "api/serviceUnavailable"), Some.Alarm with { Tags = tags })
        );
    }

    [Fact]
    public void Of_TakesTheFirstRuleThatMatches()
    {
        var rule = Some.Estate.Alarms[0];
        var estate = Some.Estate with
        {
            Alarms =
            [
                rule with
                {
                    Match = new AlarmMatch.ByName("other"),
                    Severity = Severity.P4,
                },
                rule with
                {
                    Match = new AlarmMatch.ByPattern("api-*"),
                    Severity = Severity.P3,
                },
                rule,
            ],
        };

        Assert.Equal(Severity.P3, Found(Some.Alarm, estate).Severity);
    }

    [Theory]
    [InlineData("arn:aws:cloudwatch:us-west-2:123456789012:alarm:api-5xx", "us-west-2")]
    [InlineData("nonsense", "''")]
    public void Of_TrustsNoOtherRegion(string arn, string named) =>
        Assert.Contains(named, Unknown(Some.Alarm with { Arn = arn }, Some.Estate), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, true)]
    [InlineData("123456789012", true)]
    [InlineData("999999999999", false)]
    public void Of_TrustsTheEstatesAccount(string? account, bool found)
    {
        var estate = Some.Estate with { Account = account };

        Assert.Equal(found, Routing.Of(Some.Alarm, estate) is Routing.Found);
    }

    /// <summary>Every stage has alarms of the same names: an estate that names none has its services' one.</summary>
    [Theory]
    [InlineData(null, "123456789012", true)]
    [InlineData(null, "999999999999", false)]
    [InlineData("999999999999", "999999999999", true)]
    [InlineData("999999999999", "123456789012", false)]
    public void Of_RefusesAnAlarmOfAnotherAccount(string? named, string account, bool found)
    {
        var alarm = Some.Alarm with { Arn = Some.AlarmArn.Replace("123456789012", account, StringComparison.Ordinal) };
        var estate = Some.Estate with { Account = named };

        Assert.Equal(found, Routing.Of(alarm, estate) is Routing.Found);
        Assert.Equal(
            !found,
            Routing.Of(alarm, estate) is Routing.Unknown { Because: var because }
                && because.Contains($"is in account '{account}'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Of_SaysWhichAlarmNoRuleNames() =>
        Assert.Equal(
            "no rule of estate 'test' names alarm api-4xx",
            Unknown(Some.Alarm with { Name = "api-4xx" }, Some.Estate)
        );

    [Theory]
    [InlineData(Mode.Act, Mode.Act, Mode.Act)]
    [InlineData(Mode.Act, Mode.Observe, Mode.Observe)]
    [InlineData(Mode.Observe, Mode.Act, Mode.Observe)]
    [InlineData(Mode.Act, Mode.Off, Mode.Off)]
    public void Of_AllowsTheLeastOfEstateAndRequest(Mode estate, Mode asked, Mode allowed)
    {
        var route = Found(Request("api", "serviceUnavailable", asked), With(estate));

        Assert.Equal((asked, allowed), (route.Ceiling, route.Mode));
    }

    [Theory]
    [InlineData("nobody", "serviceUnavailable", "estate 'test' has no target 'nobody'")]
    [InlineData("api", "nothing", "target 'api' of estate 'test' has no remedy 'nothing'")]
    public void Of_SaysWhatTheEstateDoesNotHave(string target, string remedy, string because) =>
        Assert.Equal(because, Unknown(Request(target, remedy, Mode.Act), Some.Estate));

    [Fact]
    public void Of_KnowsNoRemedyThatTheServiceDoesNotName() =>
        Unknown(
            Request("api", "serviceUnavailable", Mode.Act),
            Some.Estate with
            {
                Services = [Some.Service with { Settings = Settings.None }],
            }
        );

    [Fact]
    public void Of_FindsABreachByItsTargetAndRemedy()
    {
        var route = Found(Some.Breach with { Severity = Severity.P3 }, Some.Estate);

        Assert.Equal((Some.Target, Some.Remedy, Severity.P3), (route.Target.Id, route.Remedy, route.Severity));
        Assert.Equal((Mode.Act, Mode.Observe), (route.Ceiling, Found(Some.Breach, With(Mode.Observe)).Mode));
        Assert.Equal(Some.Estate.ReopenWithin, route.ReopenWithin);
    }

    [Theory]
    [InlineData("nobody", "serviceUnavailable", "estate 'test' has no target 'nobody'")]
    [InlineData("api", "latency", "target 'api' of estate 'test' has no remedy 'latency'")]
    public void Of_KnowsNoBreachOfWhatTheEstateDoesNotHave(string target, string remedy, string because) =>
        Assert.Equal(because, Unknown(Some.Breach with { Target = new(target), Remedy = new(remedy) }, Some.Estate));

    [Fact]
    public void Of_LetsATickOfAKnownTargetIn()
    {
        Assert.Equal(
            new Routing.OfIncident(Some.Service),
            Routing.Of(new Signal.TickCame(Some.Target, Some.Incident.Id, 1), Some.Estate)
        );
        Assert.Equal(
            "estate 'test' has no target 'gone'",
            Unknown(new Signal.TickCame(new TargetId("gone"), Some.Incident.Id, 1), Some.Estate)
        );
    }

    private static Signal.OperatorRequested Request(string target, string remedy, Mode mode) =>
        new(new TargetId(target), new ProcedureName(remedy), mode, "on-call", "a drill");

    private static Estate With(Mode mode) =>
        Some.Estate with
        {
            Services =
            [
                Some.Service with
                {
                    Settings = Settings.None.With(
                        new Setting<ServiceUnavailablePolicy>(mode, ServiceUnavailablePolicy.Default)
                    ),
                },
            ],
        };

    private static bool Matches(AlarmMatch match, Signal.AlarmChanged alarm) =>
        Routing.Of(alarm, Some.Estate with { Alarms = [Some.Estate.Alarms[0] with { Match = match }] })
        is Routing.Found;

    private static Route Found(Signal signal, Estate estate) =>
        Assert.IsType<Routing.Found>(Routing.Of(signal, estate)).Route;

    private static string Unknown(Signal signal, Estate estate) =>
        Assert.IsType<Routing.Unknown>(Routing.Of(signal, estate)).Because;
}
