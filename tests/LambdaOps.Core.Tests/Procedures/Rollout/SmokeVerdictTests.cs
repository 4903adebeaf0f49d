using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.RolloutRemedy;

public class SmokeVerdictTests
{
    private static readonly SmokePath s_list = new("/list?token=abc", 200, "[", TimeSpan.FromMilliseconds(800));

    private static readonly SmokePath s_health = new("/health", 200, "ok", TimeSpan.FromMilliseconds(800));

    private static readonly SmokeTest s_test = new(
        new Uri("https://green.example.com"),
        [s_health, s_list],
        TimeSpan.FromSeconds(5),
        Attempts: 3,
        TimeSpan.FromSeconds(30),
        FailsWhenUnable: false
    );

    [Theory]
    [InlineData(200, true, 800, SmokeOutcome.Passed, "/list 200 in 800 ms")]
    [InlineData(200, true, 801, SmokeOutcome.Failed, "/list 200 in 801 ms, more than 800")]
    [InlineData(200, false, 10, SmokeOutcome.Failed, "/list 200, without \"[\" in the body")]
    [InlineData(500, true, 10, SmokeOutcome.Failed, "/list 500, expected 200")]
    [InlineData(404, true, 10, SmokeOutcome.Failed, "/list 404, expected 200")]
    [InlineData(302, true, 10, SmokeOutcome.Failed, "/list 302, expected 200")]
    [InlineData(403, true, 10, SmokeOutcome.Unable, "/list 403: the probe is denied or throttled")]
    [InlineData(429, true, 10, SmokeOutcome.Unable, "/list 429: the probe is denied or throttled")]
    public void Path_IsJudgedByWhatTheEstateExpects(int status, bool has, int ms, SmokeOutcome outcome, string words)
    {
        var verdict = SmokeVerdict.Of([Good(s_health), new(s_list, status, has, TimeSpan.FromMilliseconds(ms), "")]);

        Assert.Equal((outcome, $"/health 200 in 10 ms; {words}"), (verdict.Outcome, verdict.Because));
    }

    [Fact]
    public void ExpectedDenial_Passes() =>
        Assert.Equal(
            SmokeOutcome.Passed,
            SmokeVerdict.Of([new(s_list with { Status = 403 }, 403, true, TimeSpan.Zero, "")]).Outcome
        );

    [Theory]
    [InlineData(true, SmokeOutcome.Failed)]
    [InlineData(false, SmokeOutcome.Unable)]
    public void NoAnswer_IsTheRevisionsFaultWhereAnotherPathAnswers(bool other, SmokeOutcome outcome) =>
        Assert.Equal(outcome, SmokeVerdict.Of([other ? Good(s_health) : Silent(s_health), Silent(s_list)]).Outcome);

    [Fact]
    public void Denial_OfTheOnlyAnswerSaysNothingOfSilence() =>
        Assert.Equal(
            SmokeOutcome.Unable,
            SmokeVerdict.Of([new(s_health, 403, false, TimeSpan.Zero, ""), Silent(s_list)]).Outcome
        );

    [Theory]
    [InlineData(SmokeOutcome.Passed, false, Mode.Act, 1, HookReply.Succeeded)]
    [InlineData(SmokeOutcome.Failed, false, Mode.Act, 2, HookReply.InProgress)]
    [InlineData(SmokeOutcome.Failed, false, Mode.Act, 3, HookReply.Failed)]
    [InlineData(SmokeOutcome.Unable, false, Mode.Act, 2, HookReply.InProgress)]
    [InlineData(SmokeOutcome.Unable, false, Mode.Act, 3, HookReply.Succeeded)]
    [InlineData(SmokeOutcome.Unable, true, Mode.Act, 3, HookReply.Failed)]
    [InlineData(SmokeOutcome.Failed, false, Mode.Ask, 1, HookReply.Succeeded)]
    [InlineData(SmokeOutcome.Failed, false, Mode.Observe, 1, HookReply.Succeeded)]
    [InlineData(SmokeOutcome.Unable, true, Mode.Off, 1, HookReply.Succeeded)]
    public void Answer_HoldsADeploymentUpOnlyInModeAct(
        SmokeOutcome outcome,
        bool failsWhenUnable,
        Mode mode,
        int attempt,
        HookReply answer
    )
    {
        var ruling = new SmokeVerdict(outcome, "why").Rule(
            s_test with
            {
                FailsWhenUnable = failsWhenUnable,
            },
            attempt,
            mode
        );

        Assert.Equal(answer, ruling.Answer);
        Assert.Equal(
            mode != Mode.Act && (outcome == SmokeOutcome.Failed || failsWhenUnable)
                ? $"why; mode {mode}: would have answered FAILED"
                : "why",
            ruling.Because
        );
    }

    [Theory]
    [InlineData("https://green.example.com", "//evil.example/x", "https://green.example.com//evil.example/x")]
    [InlineData("https://green.example.com/", "/@evil.example", "https://green.example.com/@evil.example")]
    [InlineData("http://127.0.0.1:8080/_sites/g", "/a?b=c", "http://127.0.0.1:8080/_sites/g/a?b=c")]
    public void Url_StaysAtTheEndpointsHost(string endpoint, string path, string url) =>
        Assert.Equal(
            url,
            (s_test with { Endpoint = new Uri(endpoint) }).UrlOf(s_list with { Path = path }).AbsoluteUri
        );

    private static PathProbe Good(SmokePath path) => new(path, 200, true, TimeSpan.FromMilliseconds(10), "");

    private static PathProbe Silent(SmokePath path) =>
        new(path, null, false, TimeSpan.FromSeconds(5), "none within 5 s");
}
