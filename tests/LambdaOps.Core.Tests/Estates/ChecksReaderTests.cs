using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>How an estate sets its checks.</summary>
public class ChecksReaderTests
{
    private static readonly Sweep s_sweep = new();

    [Fact]
    public void UnnamedCheck_LooksByItsDefaults()
    {
        var estate = Valid(null);

        Assert.False(s_sweep.IsNamedIn(estate));
        Assert.Equal(Mode.Observe, s_sweep.ModeIn(estate));
        Assert.Equal(5, Sweep.NumbersIn(estate).Percent);
    }

    [Theory]
    [InlineData("{}", Mode.Observe, 5, true)]
    [InlineData("""{"mode":"off"}""", Mode.Off, 5, true)]
    [InlineData("""{"mode":"act","policy":{"percent":7}}""", Mode.Act, 7, true)]
    [InlineData("""{"policy":{"sample":false}}""", Mode.Observe, 5, false)]
    public void NamedCheck_IsAsTheEstateSaysIt(string setting, Mode mode, int percent, bool sample)
    {
        var estate = Valid($$"""{"sweep":{{setting}}}""");

        Assert.True(s_sweep.IsNamedIn(estate));
        Assert.Equal(mode, s_sweep.ModeIn(estate));
        Assert.Equal(new SweepPolicy(percent, sample), Sweep.NumbersIn(estate));
    }

    [Theory]
    [InlineData(
        """{"sweep":{"mode":"ask"}}""",
        "$.checks.sweep.mode: found \"ask\", expected one of \"off\", \"observe\", \"act\" (a check at night has nobody to ask)"
    )]
    [InlineData(
        """{"sweep":{"mode":1}}""",
        "$.checks.sweep.mode: found 1, expected one of \"off\", \"observe\", \"act\" (a check at night has nobody to ask)"
    )]
    [InlineData("""{"swep":{}}""", "$.checks.swep: found a member of that name, expected one of quickTest, sweep")]
    [InlineData(
        """{"sweep":{"policy":{"percent":101}}}""",
        "$.checks.sweep.policy.percent: found 101, expected a whole number from 1 to 100"
    )]
    [InlineData(
        """{"sweep":{"policy":{"percents":1}}}""",
        "$.checks.sweep.policy.percents: found a member of that name, expected one of percent, sample"
    )]
    [InlineData("""{"sweep":{"policy":5}}""", "$.checks.sweep.policy: found 5, expected an object of numbers")]
    [InlineData(
        """{"sweep":{"askFirst":[]}}""",
        "$.checks.sweep.askFirst: found a member of that name, expected one of mode, policy"
    )]
    [InlineData("""{"sweep":true}""", "$.checks.sweep: found true, expected an object with mode and policy")]
    [InlineData("[]", "$.checks: found [], expected an object of checks by name")]
    public void WhatIsWrong_IsOneErrorWithItsPlace(string checks, string expected) =>
        Assert.Equal(expected, Assert.Single(Assert.IsType<EstateReading.Invalid>(Read(checks)).Errors).ToString());

    /// <summary>Only what is set and then does nothing: a check of things that the estate has not needs no word.</summary>
    [Fact]
    public void SettingOfACheckThatDoesNothing_IsAWarning()
    {
        var without = Valid("""{"sweep":{"mode":"act"}}""") with { Services = [], Tables = [] };

        Assert.Equal(
            ["$.checks.sweep: the estate names nothing that it could look at: it does nothing"],
            EstateWarnings.Of(without with { Alarms = [] }, [s_sweep]).Select(one => $"{one}")
        );
        Assert.Empty(EstateWarnings.Of(without with { Alarms = [], Checks = Settings.None }, [s_sweep]));
        Assert.DoesNotContain(
            EstateWarnings.Of(Valid("""{"sweep":{"mode":"act"}}"""), [s_sweep]),
            one => one.Path.StartsWith("$.checks", StringComparison.Ordinal)
        );
    }

    private static Estate Valid(string? checks) => Assert.IsType<EstateReading.Valid>(Read(checks)).Estate;

    private static EstateReading Read(string? checks)
    {
        var root = Parse(Default);
        root.AsObject().Remove("checks");
        if (checks is not null)
        {
            root["checks"] = JsonNode.Parse(checks);
        }

        return EstateReader.Read(root.ToJsonString(), [.. AllProcedures.Remedies, new QuickTest(), s_sweep]);
    }

    private sealed record SweepPolicy(int Percent, bool Sample) : IPolicy<SweepPolicy>
    {
        public static SweepPolicy Read(PolicyReader reader) =>
            new(
                reader.Whole("percent", 1, 100, 5, "Share of a night."),
                reader.Flag("sample", true, "Whether it takes a sample.")
            );
    }

    private sealed record NoPolicy : IPolicy<NoPolicy>
    {
        public static NoPolicy Read(PolicyReader reader) => new();
    }

    private sealed class Sweep() : TestCheck<SweepPolicy>("sweep")
    {
        public static SweepPolicy NumbersIn(Estate estate) => PolicyIn(estate);
    }

    private sealed class QuickTest() : TestCheck<NoPolicy>("quickTest");

    private abstract class TestCheck<TPolicy>(string name) : Check<TPolicy>
        where TPolicy : class, IPolicy<TPolicy>
    {
        public override ProcedureName Name => new(name);

        public override Paragraph Paragraph => new("a test", "looks", "done");

        public override Schedule Schedule => new Schedule.Daily(new TimeOnly(2, 0));

        public override ImmutableArray<Look> Looks => [ServiceLooks.State];

        public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
            estate.Services.IsEmpty ? [] : [new CheckPart("all", estate.Services[0])];

        public override CheckDecision Decide(CheckSituation situation) => new CheckDecision.Report([]);
    }
}
