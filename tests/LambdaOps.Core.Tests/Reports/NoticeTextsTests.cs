using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Reports;

/// <summary>Both languages say the same, and every notice can be written in both.</summary>
public class NoticeTextsTests
{
    private static readonly Change[] s_actions =
    [
        Some.Restart,
        Some.RollBack,
        new Change.RestartAt(Some.Target, 2),
        new Change.SetDesiredCount(Some.Target, 5, 9),
        new Change.SetScalingMinimum(Some.Target, 2, 7),
        new Change.StartDeployment(Some.Target, "task:8"),
        new Change.ContinueDeployment(Some.Target, "arn:aws:ecs:…:service-deployment/prod/api/1", "hook", 10),
        new Change.RollBackDeployment(Some.Target, "arn:aws:ecs:…:service-deployment/prod/api/1"),
        new Change.ShiftWeights(Some.Target, "arn:aws:elasticloadbalancing:…:listener-rule/app/alb/1/2/3", 10, 50),
        new Change.StartZonalShift(Some.Target, "apne1-az4", "ap-northeast-1a", 120, "LambdaOps"),
        new Change.ExtendZonalShift(Some.Target, "apne1-az4", "shift-1", 120, Some.Now, "LambdaOps"),
        new Change.CancelZonalShift(Some.Target, "apne1-az4", "shift-1", "LambdaOps"),
        new Change.RegisterDefinition(Some.Target, "task:7", "arn:aws:secretsmanager:…:secret:env-AbCdEf", "v2"),
        new Change.KeepSecretVersion(Some.Target, "arn:aws:secretsmanager:…:secret:env-AbCdEf", "v2"),
        new Change.ReleaseSecretVersion(Some.Target, "arn:aws:secretsmanager:…:secret:env-AbCdEf", "v1"),
        new Change.MoveCurrentVersion(Some.Target, "arn:aws:secretsmanager:…:secret:env-AbCdEf", "v1", "v2"),
        new Change.SetRegionCount(Some.Target, "us-west-2", "dr/api", IsStandby: true, 1, 4),
        new Change.TurnTraffic(Some.Target, "api.example.com"),
        new Change.TurnTrafficBack(Some.Target, "api.example.com"),
        new Change.SavePage(Some.Target, "e", "key"),
        new Change.PublishMaintenancePage(Some.Target, "e", "key", Some.Incident.Id),
        new Change.RestorePage(Some.Target, "e", "o", "key"),
        new Change.InvalidateSite(Some.Target, "r"),
        new Change.SetTableThroughput(Some.Target, null, UnitKind.Read, 100, 200, 50),
        new Change.SetTableBillingMode(Some.Target, TableBilling.OnDemand, 100, 50),
        new Change.SetOnDemandMaximum(Some.Target, null, UnitKind.Write, 100, 200),
        new Change.RestoreTable(Some.Target, "api-restored-202601150215", Some.Now),
        new Change.TagRestoredTable(Some.Target, "api-restored-202601150215", "arn", TableTags.None),
        new Change.ProtectRestoredTable(Some.Target, "api-restored-202601150215", 35),
        new Change.StreamRestoredTable(Some.Target, "api-restored-202601150215", "NEW_IMAGE"),
        new Change.ExpireRestoredTable(Some.Target, "api-restored-202601150215", "goneAt"),
        new Change.SetTableScalingBounds(Some.Target, null, UnitKind.Read, 40, 100, 100, 200),
    ];

    /// <summary>JSON, and therefore in braces.</summary>
    private static readonly string s_event =
        $$$"""{"operator":{"target":"api","acknowledge":"{{{Some.Incident.Id}}}","by":"YOUR NAME","because":"WHY"}}""";

    public static TheoryData<string> Cultures => ["en", "ja"];

    [Fact]
    public void Languages_HaveTheSameKeysAndPlaces() => Texts.AssertLanguagesHaveTheSameKeysAndPlaces("notices");

    [Fact]
    public void Actions_AreAllThereAre() =>
        Assert.Equal(
            typeof(Change)
                .GetNestedTypes()
                .Where(type => type.IsSubclassOf(typeof(Change)) && !type.IsAbstract)
                .Where(type => !type.IsSubclassOf(typeof(Change.OfCheck)))
                .ToHashSet(),
            s_actions.Select(change => change.GetType()).ToHashSet()
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void EveryNotice_IsWrittenWithoutALeftover(string culture)
    {
        var notices = NoticesIn(culture).ToList();

        Assert.Equal(Enum.GetValues<NoticeKind>().ToHashSet(), notices.Select(notice => notice.Kind).ToHashSet());
        Assert.All(
            notices,
            notice =>
            {
                // An answer's event is JSON, and has braces of its own.
                string[] all =
                [
                    notice.Title,
                    notice.Text,
                    notice.Subject,
                    .. notice.NextSteps.Select(step => Regex.Replace(step, """\{"operator":\{[^{}]*\}\}""", "event")),
                ];
                Assert.All(all, text => Assert.DoesNotMatch("[{}]|^\\s*$", text));
                Assert.Matches("^[ -~]+$", notice.Subject);
            }
        );
    }

    [Fact]
    public void English_IsWhatTheRecordSays() =>
        Assert.All(
            s_actions,
            change =>
                Assert.Equal(
                    $"api: {change.Description}",
                    Texts.Writer("en").Acted(Some.Incident, new Intent(change, Some.Now, "why")).Title
                )
        );

    /// <summary>Names stay as they are; the words around them are Japanese.</summary>
    [Fact]
    public void Japanese_IsJapanese() =>
        Assert.All(
            NoticesIn("ja"),
            notice =>
            {
                Assert.Matches("[ぁ-んァ-ヶ一-龠]", notice.Title);
                Assert.DoesNotContain("Because", notice.Text, StringComparison.Ordinal);
                Assert.All(notice.NextSteps, step => Assert.Matches("[ぁ-んァ-ヶ一-龠]", step));
            }
        );

    [Fact]
    public void Japanese_SaysIt()
    {
        var notice = Texts
            .Writer("ja")
            .HandedOff(Some.Incident, NextStep.TableCapacity, "it did not help", new Uri("https://example.com/503"));

        Assert.Equal("api: オンコール担当へ引き継ぎ（P2）", notice.Title);
        Assert.Equal(
            [
                "次の対応: DynamoDBキャパシティ増加",
                "運用手順書: https://example.com/503",
                $"対応を引き受ける場合は次のイベントで関数 Operator を呼び出す: {s_event}",
            ],
            notice.NextSteps
        );
        Assert.Equal("api: handed off to on-call (P2)", notice.Subject);
        Assert.Equal($"インシデント {Some.Incident.Id}", notice.IncidentLine);
    }

    /// <summary>What stands in braces in a reason is text, not a place.</summary>
    [Fact]
    public void Values_AreNotReadAgain() =>
        Assert.Equal(
            "Because: {target} {nothing}",
            Texts.Writer("en").Acted(Some.Incident, new Intent(Some.Restart, Some.Now, "{target} {nothing}")).Text
        );

    [Fact]
    public void MissingKeyAndPlace_AreNamed()
    {
        var texts = NoticeTexts.Parse("""{"a":"{b}"}""");

        Assert.Contains(
            "'c'",
            Assert.Throws<KeyNotFoundException>(() => texts.Write("c")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'b'",
            Assert.Throws<KeyNotFoundException>(() => texts.Write("a")).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>The record tells a notice from others by its key: what has one key has one subject.</summary>
    [Fact]
    public void Key_TellsApartWhatTheSubjectDoes()
    {
        var notices = NoticesIn("en").Where(notice => notice.Incident is not null).ToList();

        Assert.All(
            notices.GroupBy(EntryDetail.Notification.Of),
            same => Assert.Single(same.Select(notice => notice.Line).Distinct())
        );
        Assert.Equal(notices.Select(notice => notice.Key), Keys("ja"));
        Assert.Equal(s_actions.Length, notices.Where(one => one.Kind == NoticeKind.Acted).DistinctBy(Key).Count());
        Assert.NotEqual(HandedOff(Severity.P1), HandedOff(Severity.P3));
        static IEnumerable<string> Keys(string culture) =>
            NoticesIn(culture).Where(notice => notice.Incident is not null).Select(Key);
        static string Key(Notice notice) => notice.Key;
        static string HandedOff(Severity severity) =>
            Texts.Writer("en").HandedOff(Some.Incident with { Severity = severity }, next: null, "why", null).Key;
    }

    private static IEnumerable<Notice> NoticesIn(string culture)
    {
        var writer = Texts.Writer(culture);
        yield return writer.Unknown("api-4xx", "no rule names it");
        var report = new CheckReport(
            Some.Now,
            Some.After(5),
            [
                new Finding(FindingLevel.Danger, "p95 api", "P95 is 1,400 ms"),
                new Finding(FindingLevel.Missing, "cpu", "no data"),
            ]
        )
        {
            Held = "mode is 'Observe'",
            Since = ImmutableSortedDictionary<string, DateTimeOffset>
                .Empty.Add("p95 api", Some.Now)
                .Add("cpu", Some.Now),
        };
        yield return writer.Reports.Of(new ProcedureName("quickCheck"), "all", report, ReportNews.Of(report, null));
        yield return writer.Reports.Of(new ProcedureName("quickCheck"), "all", report, ReportNews.Of(report, report));
        var well = report with { Findings = [] };
        yield return writer.Reports.Of(new ProcedureName("quickCheck"), "all", well, ReportNews.Of(well, report));
        foreach (var intent in s_actions.Select(change => new Intent(change, Some.Now, "why")))
        {
            var offer = new Offer("api-1", intent.Change, "no healthy target", Some.Now, Some.After(900))
            {
                Needs = "mode is 'Ask'",
            };
            yield return writer.Offered(Some.Incident, offer);
            yield return writer.Withdrawn(Some.Incident, offer, "healthy again");
            yield return writer.Acted(Some.Incident, intent);
            yield return writer.Unclear(Some.Incident, intent, "IOException");
            yield return writer.Postponed(Some.Incident, intent, "TooManyInvalidationsInProgress");
            yield return writer.Failed(Some.Incident, intent, "AccessDenied");
            yield return writer.Denied(Some.Incident, Some.Deciding(intent.Change), Some.Denial);
        }

        foreach (var remedy in AllProcedures.Remedies)
        {
            yield return writer.Switched(Some.Incident, remedy.Name, "no healthy target");
        }

        foreach (var next in NextStep.All)
        {
            yield return writer.HandedOff(Some.Incident, next, "it did not help", runbook: null);
        }

        foreach (var disturbance in new[] { Some.Alarm.Disturbance!, Some.Breach.Disturbance! })
        {
            yield return writer.SwitchedOff(disturbance, Some.Target, Some.Remedy, Severity.P1);
        }

        yield return writer.UnknownBreach("api", Some.Breach.Line, "estate 'test' has no target 'api'");
        yield return writer.Acted(
            Some.Incident with
            {
                Cause = new IncidentCause
                {
                    Breach = new BreachRef("quickCheck", "p95 api", Some.Remedy, Some.Now, "P95 1240 ms"),
                },
            },
            new Intent(Some.Restart, Some.Now, "why")
        );
        foreach (var mode in Enum.GetValues<Mode>())
        {
            yield return writer.ControlSet(new ControlSwitch(mode, "Sato", "why") { Until = Some.Now });
            yield return writer.ControlSet(new ControlSwitch(mode, "Sato", "why"));
        }

        var over = Escalation.Begin(Some.Incident.HandedOff(), "it did not help", NextStep.TotalOutage, Some.Now);
        var asked = over.Acknowledge("Sato", "looking", Some.Now);
        foreach (var incident in new[] { asked, over })
        {
            foreach (var why in Enum.GetValues<PageReason>())
            {
                yield return writer.Paged(
                    incident,
                    new LevelPage(EscalationLevel.L2, why, Some.Now),
                    runbook: null,
                    Some.After(60)
                );
            }
        }

        yield return writer.Acknowledged(asked, asked.Escalation!.Acknowledged!);
        yield return writer.Resolved(Some.Incident, "healthy", Some.After(60));
        yield return writer.Closed(Some.Incident, "still down", Some.After(86_400));
        yield return writer.StillHeld(Some.Incident, ["the desired count is 2"], Some.After(86_400));
        yield return writer.CameBack(Some.Incident with { Returns = new Returns(3, null) }, "api-5xx is back");
        foreach (var notice in OfDeployments(writer))
        {
            yield return notice;
        }

        yield return writer.Unattended(Some.Incident with { Watch = new Watch { DueAt = Some.Now } }, Some.After(1000));
        var joined = new JoinedAlarm(new TargetId("web"), Some.Remedy, "orders-db", Some.Alarm);
        yield return writer.HandedOff(
            Some.Incident with
            {
                Cause = new IncidentCause { Joined = [joined] },
            },
            NextStep.TotalOutage,
            "why",
            runbook: null
        );
        yield return writer.Resolved(Some.Incident.Want(PageRequest.Up, Some.Now), "it is up", Some.After(60));
    }

    private static IEnumerable<Notice> OfDeployments(NoticeWriter writer)
    {
        foreach (var tested in SmokeTests())
        {
            yield return writer.SmokeTested(Some.Incident, tested);
        }

        foreach (var remedy in new[] { Some.Remedy, RolloutProcedure.ProcedureName })
        {
            yield return writer.NotTaken(
                Some.Incident with
                {
                    Remedy = remedy,
                },
                new Signal.OperatorRequested(Some.Target, RolloutProcedure.ProcedureName, Mode.Act, "kim", "release")
            );
        }

        yield return writer.Asked(
            Some.Incident,
            new HandWork("./test.sh", "arn:aws:ecs:a:1:service-deployment/c/s/d1")
        );
    }

    private static IEnumerable<Signal.SmokeTested> SmokeTests() =>
        new[]
        {
            (SmokeOutcome.Failed, HookReply.Failed),
            (SmokeOutcome.Failed, HookReply.Succeeded),
            (SmokeOutcome.Unable, HookReply.Succeeded),
        }.Select(one => new Signal.SmokeTested(
            "arn",
            "arn",
            "POST_TEST_TRAFFIC_SHIFT",
            one.Item1,
            one.Item2,
            "/ 500",
            Some.Now
        ));
}
