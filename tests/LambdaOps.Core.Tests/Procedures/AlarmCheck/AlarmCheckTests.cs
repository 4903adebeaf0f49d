using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Procedures.AlarmCheck;

public sealed class AlarmCheckTests
{
    private const string Topic = "arn:aws:sns:ap-northeast-1:123456789012:alarms";

    private static readonly FunctionName s_function = new("ServiceUnavailable");

    private static readonly StandingAlarm s_alarm = new("api-5xx", Some.AlarmArn, AlarmState.Ok, Some.Now.AddDays(-3))
    {
        AlarmActions = [Topic],
    };

    private static readonly AlarmTopic s_topic = new(Topic, [s_function]);

    private static readonly AlarmEventRule s_rule = new(
        "by-name",
        true,
        """{"source":["aws.cloudwatch"],"detail":{"alarmName":["api-5xx"],"state":{"value":["ALARM"]}}}""",
        [s_function]
    );

    private static readonly AlarmRule s_named = Rule(new AlarmMatch.ByName("api-5xx"));

    [Fact]
    public void AlarmThatIsAlive_IsFine() => Assert.Empty(Problems(s_alarm));

    [Fact]
    public void Nothing_IsSaidBeforeAnythingIsSeen()
    {
        var check = new AlarmCheckProcedure();
        var look = Assert.IsType<CheckDecision.Look>(check.Decide(Situation(Evidence.NotAsked)));
        Assert.Equal(check.Looks, look.Looks);
    }

    [Fact]
    public void AlarmsThatWereNotSeen_AreNotFine()
    {
        var seen = Evidence.NotAsked.With(AlarmBatchLooks.Standing, Fact.Missing<StandingAlarms>("throttled"));
        var report = Assert.IsType<CheckDecision.Report>(new AlarmCheckProcedure().Decide(Situation(seen)));
        var finding = Assert.Single(report.Findings);
        Assert.Equal((FindingLevel.Missing, "1 alarm rules were not seen: throttled"), (finding.Level, finding.Text));
    }

    [Fact]
    public void AlarmThatIsNotThere_IsDanger() =>
        Says(FindingLevel.Danger, "the alarm api-5xx is not there", Problems([], [s_named]));

    [Fact]
    public void PatternThatMatchesNone_IsAWarning() =>
        Says(
            FindingLevel.Warning,
            "no alarm is named web-*",
            Problems([s_alarm], [s_named, Rule(new AlarmMatch.ByPattern("web-*"))])
        );

    [Fact]
    public void PatternThatMatchesOne_IsFine() =>
        Assert.Empty(Problems([s_alarm], [Rule(new AlarmMatch.ByPattern("api-*"))]));

    [Fact]
    public void DisabledActions_AreDanger() =>
        Says(FindingLevel.Danger, "actions of the alarm api-5xx", Problems(s_alarm with { ActionsEnabled = false }));

    [Theory]
    [InlineData(59, false, false)]
    [InlineData(60, false, true)]
    [InlineData(600, true, false)]
    public void NoData_IsDangerAfterAnHourUnlessItMayLackThem(int minutes, bool mayLack, bool isFound)
    {
        var alarm = s_alarm with
        {
            State = AlarmState.InsufficientData,
            Since = Some.Now.AddMinutes(-minutes),
            MayLackData = mayLack,
        };
        var problems = Problems(alarm);
        if (isFound)
        {
            Says(FindingLevel.Danger, "has had no data for 1 h", problems);
        }
        else
        {
            Assert.Empty(problems);
        }
    }

    [Fact]
    public void FailedEvaluation_IsMissing() =>
        Says(
            FindingLevel.Missing,
            "(EVALUATION_ERROR): no such query",
            Problems(s_alarm with { Evaluation = "EVALUATION_ERROR", Reason = "no such query" })
        );

    [Theory]
    [InlineData("at(2026-01-15T03:00)", "PT24H", null, null)]
    [InlineData("at(2026-01-15T03:00)", "P2D", null, "without a gap until 2026-01-17 03:00 UTC")]
    [InlineData("cron(0 0 * * *)", "P1D", "2030-01-01", "without a gap until 2030-01-01 00:00 UTC")]
    [InlineData("cron(0 0 * * *)", "P1D", null, "without a gap and without an end")]
    public void Mute_IsDangerWhenItLastsLongerThanADay(string when, string length, string? expires, string? says)
    {
        DateTimeOffset? end = expires is null ? null : new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var problems = Problems(s_alarm, mutes: [new AlarmMute("quiet", ["api-5xx"], when, length, null, end)]);
        if (says is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Says(FindingLevel.Danger, says, problems);
        }
    }

    [Fact]
    public void MuteOfAnotherAlarm_IsNothing() =>
        Assert.Empty(Problems(s_alarm, mutes: [new AlarmMute("q", ["other"], "cron(* * * * *)", "P1D", null, null)]));

    [Fact]
    public void MuteThatCannotBeRead_IsMissing() =>
        Says(
            FindingLevel.Missing,
            "muted by quiet; until when was not seen",
            Problems(s_alarm, mutes: [new AlarmMute("quiet", ["api-5xx"], "cron(0 0 L * *)", "P1D", null, null)])
        );

    [Theory]
    [InlineData(AlarmState.Alarm, 24, true)]
    [InlineData(AlarmState.Alarm, 23, false)]
    [InlineData(AlarmState.Ok, 48, false)]
    public void Suppressor_IsAWarningAfterADay(AlarmState state, int hours, bool isFound)
    {
        var problems = Problems(
            s_alarm with
            {
                Suppressor = new AlarmSuppressor("maintenance", state, Some.Now.AddHours(-hours)),
            }
        );
        Assert.Equal(isFound, problems.Exists(one => one.Level == FindingLevel.Warning));
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(23, false)]
    public void Alarm_IsAWarningAfterADayInAlarm(int hours, bool isFound)
    {
        var problems = Problems(s_alarm with { State = AlarmState.Alarm, Since = Some.Now.AddHours(-hours) });
        Assert.Equal(isFound, problems.Exists(one => one.Text.Contains("in ALARM for 24 h", StringComparison.Ordinal)));
    }

    [Fact]
    public void OneOpenWay_IsEnough()
    {
        var silent = s_alarm with { AlarmActions = [] };
        Assert.Empty(Problems(silent));
        Assert.Empty(Problems(silent with { Functions = [s_function] }, rules: Fact.Known(Rules(), Some.Now)));
        Assert.Empty(Problems([s_alarm], [s_named], rules: Fact.Known(Rules(), Some.Now)));
    }

    [Fact]
    public void NoOpenWay_IsDanger()
    {
        var closed = new AlarmTopic(Topic, []);
        var nothing = Fact.Known(Rules(), Some.Now);
        Says(
            FindingLevel.Danger,
            "fires into nothing: no function of LambdaOps is subscribed to its topic alarms; no event rule",
            Problems([s_alarm], [s_named], [closed], nothing)
        );
        var other = Fact.Known(Rules(s_rule with { Pattern = """{"detail":{"alarmName":["web-5xx"]}}""" }), Some.Now);
        Says(FindingLevel.Danger, "fires into nothing", Problems([s_alarm], [s_named], [closed], other));
    }

    [Fact]
    public void DisabledRule_IsDangerWhereItIsTheOnlyWay()
    {
        var disabled = Fact.Known(Rules(s_rule with { IsEnabled = false }), Some.Now);
        Says(
            FindingLevel.Warning,
            "the event rule by-name is disabled",
            Problems([s_alarm], [s_named], null, disabled)
        );
        var problems = Problems([s_alarm], [s_named], [new AlarmTopic(Topic, [])], disabled);
        Assert.Contains(
            problems,
            one =>
                one.Level == FindingLevel.Danger
                && one.Text.EndsWith("; the event rule by-name is disabled", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void WayThatWasNotSeen_IsMissingAndNotFine()
    {
        var unseen = Fact.Missing<AlarmEventRules>("throttled");
        Assert.DoesNotContain(Problems([s_alarm], [s_named], null, unseen), one => one.Key == "way api-5xx");
        var problems = Problems([s_alarm], [s_named], [new AlarmTopic(Topic, [])], unseen);
        Assert.Contains(problems, one => (one.Level, one.Key) == (FindingLevel.Missing, "way api-5xx"));
        var topic = new AlarmTopic(Topic, []) { Unseen = "AuthorizationError" };
        problems = Problems([s_alarm], [s_named], [topic], Fact.Known(Rules(), Some.Now));
        Assert.Contains(problems, one => (one.Level, one.Key) == (FindingLevel.Missing, "way api-5xx"));
    }

    [Fact]
    public void PatternThatCannotBeRead_IsMissing()
    {
        var odd = Fact.Known(Rules(s_rule with { Pattern = """{"source":[{"cidr":"10.0.0.0/8"}]}""" }), Some.Now);
        var problems = Problems([s_alarm], [s_named], [new AlarmTopic(Topic, [])], odd);
        Says(FindingLevel.Missing, "the pattern of the event rule by-name cannot be read", problems);
    }

    [Fact]
    public void AlarmOfAPattern_IsMissedForAWeekAfterItWasThere()
    {
        var rules = ImmutableArray.Create(Rule(new AlarmMatch.ByPattern("api-*")));
        var both = ImmutableArray.Create(s_alarm, s_alarm with { Name = "api-cpu" });
        var first = Run(both, rules, null, Some.Now);
        Assert.DoesNotContain(first.Findings, finding => finding.IsProblem);

        var second = Run(both[..1], rules, first.Memory, Some.Now.AddHours(1));
        var finding = Assert.Single(second.Findings, finding => finding.IsProblem);
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Equal("the alarm api-cpu has not been there since 2026-01-15 04:15 UTC", finding.Text);

        var still = Run(both[..1], rules, second.Memory, Some.Now.AddDays(6));
        Assert.Contains(still.Findings, one => one.Text == finding.Text);
        Assert.DoesNotContain(Run(both, rules, still.Memory, Some.Now.AddDays(6)).Findings, one => one.IsProblem);
        Assert.DoesNotContain(Run(both[..1], rules, still.Memory, Some.Now.AddDays(8)).Findings, one => one.IsProblem);
        var unseen = new AlarmCheckProcedure().Decide(
            Situation(
                Evidence.NotAsked.With(AlarmBatchLooks.Standing, Fact.Missing<StandingAlarms>("throttled")),
                rules
            ) with
            {
                Last = Last(still.Memory),
            }
        );
        Assert.Equal(still.Memory, unseen.Memory);

        static CheckReport Last(CheckMemory? memory) => new(Some.Now, Some.Now, []) { Keep = memory };

        static CheckDecision.Report Run(
            ImmutableArray<StandingAlarm> there,
            ImmutableArray<AlarmRule> rules,
            CheckMemory? memory,
            DateTimeOffset now
        )
        {
            var topics = ImmutableArray.Create(s_topic);
            var seen = Evidence
                .NotAsked.With(AlarmBatchLooks.Standing, Fact.Known(new StandingAlarms(there, topics), now))
                .With(AlarmBatchLooks.EventRules, Fact.Known(Rules(s_rule), now))
                .With(AlarmBatchLooks.Mutes, Fact.Known(new ActiveMutes([]), now));
            return (CheckDecision.Report)
                new AlarmCheckProcedure().Decide(Situation(seen, rules) with { Last = Last(memory), Now = now });
        }
    }

    [Fact]
    public void Tag_NeedsARuleThatTakesIt()
    {
        var tag = Rule(new AlarmMatch.ByTag("lambdaops", "api"));
        var takes = s_rule with { Pattern = """{"detail":{"alarmTags":{"lambdaops":["api"]}}}""" };
        Assert.Empty(Problems([], [tag], [], Fact.Known(Rules(takes), Some.Now)));
        Says(
            FindingLevel.Danger,
            "alarms with the tag lambdaops=api fires into nothing",
            Problems([], [tag], [], Fact.Known(Rules(), Some.Now))
        );
    }

    [Fact]
    public void Parts_HoldAllRulesAndAreBounded()
    {
        var rules = Enumerable
            .Range(0, 9_000)
            .Select(at =>
                at % 90 == 0 ? (AlarmMatch)new AlarmMatch.ByPattern($"p{at}-*") : new AlarmMatch.ByName($"n{at}")
            )
            .Select(Rule)
            .ToImmutableArray();
        var parts = new AlarmCheckProcedure().PartsOf(Some.Estate with { Alarms = rules });
        Assert.Equal(rules, parts.SelectMany(part => ((AlarmBatch)part.About).Rules));
        Assert.Equal(1, parts.Count(part => ((AlarmBatch)part.About).IsFirst));
        Assert.Equal(parts.Length, parts.Select(part => part.Name).Distinct().Count());
        Assert.All(
            parts.Select(part => ((AlarmBatch)part.About).Rules),
            batch =>
                Assert.InRange(
                    batch.Count(rule => rule.Match is AlarmMatch.ByPattern)
                        + (batch.Count(rule => rule.Match is AlarmMatch.ByName) / 100),
                    1,
                    40
                )
        );
        Assert.Empty(new AlarmCheckProcedure().PartsOf(Some.Estate with { Alarms = [] }));
    }

    private static void Says(FindingLevel level, string text, List<Finding> problems)
    {
        var finding = Assert.Single(problems);
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
        Assert.Equal(level, finding.Level);
    }

    private static List<Finding> Problems(
        StandingAlarm alarm,
        Fact<AlarmEventRules>? rules = null,
        ImmutableArray<AlarmMute> mutes = default
    ) => Problems([alarm], [s_named], null, rules, mutes);

    private static List<Finding> Problems(
        ImmutableArray<StandingAlarm> alarms,
        ImmutableArray<AlarmRule> named,
        ImmutableArray<AlarmTopic>? topics = null,
        Fact<AlarmEventRules>? rules = null,
        ImmutableArray<AlarmMute> mutes = default
    )
    {
        var seen = Evidence
            .NotAsked.With(
                AlarmBatchLooks.Standing,
                Fact.Known(new StandingAlarms(alarms, topics ?? [s_topic]), Some.Now)
            )
            .With(AlarmBatchLooks.EventRules, rules ?? Fact.Known(Rules(s_rule), Some.Now))
            .With(AlarmBatchLooks.Mutes, Fact.Known(new ActiveMutes(mutes.IsDefault ? [] : mutes), Some.Now));
        var decision = new AlarmCheckProcedure().Decide(Situation(seen, named));
        var findings = Assert.IsType<CheckDecision.Report>(decision).Findings;
        Assert.Equal(findings.Length, findings.Select(finding => finding.Key).Distinct().Count());
        return [.. findings.Where(finding => finding.IsProblem && finding.Key != "event rules")];
    }

    /// <summary>A topic hears of the whole alarm, an event rule of what its pattern says.</summary>
    [Theory]
    [InlineData("CloudWatch Alarm Contributor State Change", true)]
    [InlineData("CloudWatch Alarm State Change", false)]
    public void AlarmOfManySeries_ComesByTheEventsOfItsSeriesAlone(string detailType, bool comes)
    {
        var named = s_named with { Contributor = KeyValuePair.Create("ServiceName", "api") };
        var rule = s_rule with { Pattern = $$"""{"source":["aws.cloudwatch"],"detail-type":["{{detailType}}"]}""" };

        var problems = Problems([s_alarm], [named], rules: Fact.Known(Rules(rule), Some.Now));

        Assert.Equal(comes, problems.Count == 0);
        if (!comes)
        {
            Says(FindingLevel.Danger, "the series of the alarm api-5xx fires into nothing", problems);
        }
    }

    /// <summary>CloudWatch sends a change once: what was lost of it comes again from here.</summary>
    [Fact]
    public void AlarmThatFires_IsSentAgain()
    {
        var sent = Assert.Single(Firing(s_firing, muted: null));
        Assert.Equal(
            ("api-5xx", Some.AlarmArn, AlarmState.Alarm, s_firing.Since, AlarmRoute.Check),
            (sent.Name, sent.Arn, sent.State, sent.ChangedAt, sent.Route)
        );
        Assert.Equal("alarm api-5xx ? -> Alarm (Check): Threshold Crossed", sent.Line);
    }

    /// <summary>One that only just began is on its way, one of days was dealt with; what people silenced stays silent.</summary>
    [Theory]
    [InlineData("just now")]
    [InlineData("for a day")]
    [InlineData("ok")]
    [InlineData("disabled")]
    [InlineData("suppressed")]
    [InlineData("muted")]
    [InlineData("mutes unseen")]
    public void AlarmThatNobodyHasToHearOf_IsNotSent(string why)
    {
        var alarm = why switch
        {
            "just now" => s_firing with { Since = Some.Now.AddSeconds(-299) },
            "for a day" => s_firing with { Since = Some.Now.AddDays(-1) },
            "ok" => s_firing with { State = AlarmState.Ok },
            "disabled" => s_firing with { ActionsEnabled = false },
            "suppressed" => s_firing with { Suppressor = new("planned", AlarmState.Alarm, Some.Now.AddMinutes(-9)) },
            _ => s_firing,
        };
        bool? muted = why switch
        {
            "muted" => true,
            "mutes unseen" => false,
            _ => null,
        };

        Assert.Empty(Firing(alarm, muted));
    }

    private static readonly StandingAlarm s_firing = s_alarm with
    {
        State = AlarmState.Alarm,
        Since = Some.Now.AddMinutes(-5),
        Reason = "Threshold Crossed",
    };

    /// <param name="muted">False where that was not seen; null for no.</param>
    private static ImmutableArray<Signal.AlarmChanged> Firing(StandingAlarm alarm, bool? muted)
    {
        var seen = Evidence
            .NotAsked.With(AlarmBatchLooks.Standing, Fact.Known(new StandingAlarms([alarm], [s_topic]), Some.Now))
            .With(AlarmBatchLooks.EventRules, Fact.Known(Rules(s_rule), Some.Now))
            .With(
                AlarmBatchLooks.Mutes,
                muted == false
                    ? Fact.Missing<ActiveMutes>("throttled")
                    : Fact.Known(
                        new ActiveMutes(
                            muted == true
                                ? [new AlarmMute("planned", [alarm.Name], "at(2026-01-15T03:00)", "PT2H", null, null)]
                                : []
                        ),
                        Some.Now
                    )
            );
        return Assert.IsType<CheckDecision.Report>(new AlarmCheckProcedure().Decide(Situation(seen))).Firing;
    }

    private static CheckSituation Situation(Evidence seen, ImmutableArray<AlarmRule>? rules = null)
    {
        var about = new AlarmBatch(new TargetId("alarms"), rules ?? [s_named], IsFirst: true);
        return new(
            Some.Estate,
            new CheckPart("all", about),
            new CheckRun(Some.Now, Some.Now),
            seen,
            [],
            null,
            Some.Now
        );
    }

    private static AlarmEventRules Rules(params ImmutableArray<AlarmEventRule> rules) => new(rules);

    private static AlarmRule Rule(AlarmMatch match) => new(match, Some.Target, Some.Remedy, Severity.P2);
}
