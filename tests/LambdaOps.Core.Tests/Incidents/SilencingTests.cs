using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>What people silenced stays silent; what is not silenced acts as usual.</summary>
public class SilencingTests
{
    private static readonly Silence s_suppressed = new("actions suppressed by Alarm");

    private static readonly Silence s_muted = new("muted by planned") { Until = Some.After(7200) };

    private static readonly AlarmRef s_alarm = Some.Incident.Alarm!;

    private static readonly AlarmRef s_other = new("api-p95", Some.AlarmArn + "-2", Some.Now);

    [Theory]
    [InlineData(null, null, AlarmState.Alarm, false)]
    [InlineData(null, "its actions are disabled", AlarmState.Alarm, true)]
    [InlineData("muted", null, AlarmState.Alarm, true)]
    [InlineData("suppressed", null, AlarmState.Alarm, false)]
    [InlineData("suppressed", null, AlarmState.Ok, true)]
    [InlineData("suppressed", "actions suppressed by Alarm", AlarmState.Alarm, true)]
    public void Alarm_IsSilencedByItsChangeOrByALook(string? told, string? shown, AlarmState state, bool silenced)
    {
        var seen = Some.Down.Shows(AlarmLooks.Own, new AlarmReading(state, 3, 3) { Silenced = shown });

        Assert.Equal(silenced, Silencing.Of(With(s_alarm with { Silenced = Of(told) }), seen, Some.Now) is not null);
    }

    /// <summary>A mute window ends by itself.</summary>
    [Theory]
    [InlineData(7199, true)]
    [InlineData(7200, false)]
    public void Mute_EndsWithItsWindow(int seconds, bool silenced) =>
        Assert.Equal(
            silenced,
            Silencing.Of(With(s_alarm with { Silenced = s_muted }), Some.Down, Some.After(seconds)) is not null
        );

    /// <summary>One alarm that people want to hear of is enough; one that does not fire any more is none.</summary>
    [Theory]
    [InlineData("active", false)]
    [InlineData("silenced", true)]
    [InlineData("over", true)]
    [InlineData("not asked", false)]
    public void SecondAlarm_CountsWhileItFires(string second, bool silenced)
    {
        var incident = With(s_alarm with { Silenced = s_muted }, s_other);
        var seen = Some.Down.With(
            AlarmLooks.Active,
            second switch
            {
                "active" => Fact.Known(new ActiveAlarms([s_other.Name]), Some.Now),
                "silenced" => Fact.Known(ActiveAlarms.None with { Silenced = [s_other.Name] }, Some.Now),
                "over" => Fact.Known(ActiveAlarms.None, Some.Now),
                _ => Fact.NotAsked<ActiveAlarms>(),
            }
        );

        Assert.Equal(silenced, Silencing.Of(incident, seen, Some.Now) is not null);
    }

    [Fact]
    public void IncidentThatAPersonOpened_IsNotSilenced()
    {
        var record = TargetRecord.New(Some.Target) with { Open = Some.Incident with { Cause = new IncidentCause() } };
        var joined = Take(record, Some.Alarm with { Silenced = s_muted }).Record.Open!;

        Assert.Null(joined.Alarm);
        Assert.Null(Silencing.Of(joined, Some.Down, Some.Now));
    }

    /// <summary>
    /// Nobody is woken for what was silenced from the opening; with the alarm its severity comes back.
    /// </summary>
    [Fact]
    public void IncidentThatOpensSilenced_IsAP4UntilItIsNot()
    {
        var silent = With(s_alarm with { Silenced = s_muted });
        var opened = Silencing.Remember(silent, Some.Down, Some.Now) with { Watch = new Watch { Beat = 1 } };
        var over = Silencing.Remember(opened, Some.Down, Some.After(7200));

        Assert.Equal((Severity.P4, Severity.P2), (opened.Severity, over.Severity));
        Assert.Equal((null, null), (over.Trend.Silenced, over.Trend.LoweredFrom));
        Assert.Equal(
            Severity.P2,
            Silencing.Remember(silent with { Watch = new Watch { Beat = 1 } }, Some.Down, Some.Now).Severity
        );
    }

    /// <summary>
    /// An invocation that died before its outcome left the first beat; somebody silenced the alarm then (seed
    /// 20261128014553 of simulate). It had begun as bad as its alarm says.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IncidentThatActedBeforeItWasSilenced_KeepsItsSeverity(bool isOpen)
    {
        var begun = isOpen
            ? Some.Incident with
            {
                Intent = new Intent(Some.Restart, Some.Now, "down"),
            }
            : Some.Incident.Tried(Some.Restart, AttemptOutcome.Unconfirmed);
        var seen = Some.Down.Shows(AlarmLooks.Own, new AlarmReading(AlarmState.Alarm, 3, 3) { Silenced = "disabled" });

        var silenced = Silencing.Remember(begun, seen, Some.Now);

        Assert.NotNull(silenced.Trend.Silenced);
        Assert.Equal(Some.Incident.Severity, silenced.Severity);
    }

    [Fact]
    public void NobodyIsAsked_ButForWhatIsHeld()
    {
        var silent = Silencing.Remember(With(s_alarm with { Silenced = s_muted }), Some.Down, Some.Now);
        var escalate = new Decision.Escalate(Severity.P1, NextStep.TotalOutage, TimeSpan.FromMinutes(1), "why");
        var holds = silent.Tried(new Change.PublishMaintenancePage(new("site"), "a", "k", silent.Id));

        Assert.IsType<Decision.Wait>(Instead(silent, escalate));
        Assert.IsType<Decision.Wait>(Instead(silent, new Decision.SwitchTo(Some.Remedy, "why")));
        Assert.Same(escalate, Instead(holds, escalate));
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Guard_LetsThroughWhatGivesBackOrWasApproved(bool givesBack, bool approved, bool allows)
    {
        var change = givesBack ? new Change.SetDesiredCount(Some.Target, 5, 4) : Some.Restart;
        var offer = approved ? Offered(change) with { Answer = new(true, "Sato", "yes", Some.Now) } : null;

        var denial = Denial(change, offer, ApprovalSetting.None, Mode.Act);

        Assert.Equal(allows, denial is null);
        Assert.Equal(allows ? null : DenialThen.KeepWatching, denial?.Then);
    }

    /// <summary>An offer that ended without an answer wakes nobody: people silenced it.</summary>
    [Theory]
    [InlineData(Mode.Act, 0, DenialThen.AskFirst)]
    [InlineData(Mode.Ask, 0, DenialThen.AskFirst)]
    [InlineData(Mode.Observe, 0, DenialThen.KeepWatching)]
    [InlineData(Mode.Off, 0, DenialThen.KeepWatching)]
    [InlineData(Mode.Act, 60, DenialThen.AskFirst)]
    [InlineData(Mode.Act, 900, DenialThen.KeepWatching)]
    public void Guard_AsksWhereTheEstateWantsThat(Mode mode, int secondsAfterTheOffer, DenialThen then)
    {
        var asks = ApprovalSetting.None with { WhileSilenced = true };
        var offer = secondsAfterTheOffer == 0 ? null : Offered(Some.Restart);

        var denial = Denial(Some.Restart, offer, asks, mode, Some.After(secondsAfterTheOffer));

        Assert.Equal(then, denial?.Then);
        Assert.Equal(then == DenialThen.KeepWatching ? DenialCause.ObserveOnly : default, denial?.Cause);
    }

    [Fact]
    public void Guard_WakesNobodyWhoseOffersWereNotAnswered()
    {
        var asks = ApprovalSetting.None with { WhileSilenced = true };

        var denial = Denial(Some.Restart, offer: null, asks, Mode.Act, unanswered: Guard.MostUnanswered);

        Assert.Equal(DenialThen.KeepWatching, denial?.Then);
    }

    private static Offer Offered(Change change) => new("api-1", change, "why", Some.Now, Some.After(900));

    private static Denial? Denial(
        Change change,
        Offer? offer,
        ApprovalSetting approval,
        Mode mode,
        DateTimeOffset? now = null,
        int unanswered = 0
    ) =>
        new SilencedGuard().Check(
            new GuardQuestion(
                change,
                With(s_alarm with { Silenced = s_muted }) with
                {
                    Clearance = new Clearance(Mode.Act) { Offer = offer, Unanswered = unanswered },
                },
                TargetRecord.New(Some.Target),
                mode,
                ControlSwitch.Unset,
                new RemedySetting(Mode.Act, TimeSpan.Zero, TimeSpan.FromSeconds(10))
                {
                    NotifyWithin = TimeSpan.FromMinutes(15),
                    Approval = approval,
                },
                Some.Down,
                TimeSpan.FromSeconds(20),
                now ?? Some.Now
            )
        );

    /// <summary>When a mute ends while the alarm fires, its change comes late, with the time of the change.</summary>
    [Fact]
    public void SameChangeWithoutItsSilence_IsTakenIn()
    {
        var silenced = Some.Alarm with { Silenced = s_muted };
        var record = Take(TargetRecord.New(Some.Target), silenced).Record;

        Assert.IsType<Intake.Ignore>(Take(record, silenced));
        var taken = Assert.IsType<Intake.Look>(Take(record, Some.Alarm)).Record;
        Assert.Null(taken.Open!.Alarm!.Silenced);
        Assert.Null(Assert.Single(taken.Open.Cause.Alarms).Silenced);
        Assert.IsType<Intake.Ignore>(Take(taken, Some.Alarm));
        Assert.IsType<Intake.Ignore>(Take(taken, silenced));
    }

    /// <summary>A mute rule is in no change: what a look showed is remembered, also when the incident has ended.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SameChangeAfterAMuteThatOnlyALookShowed_IsTakenIn(bool isOpen)
    {
        var record = Take(TargetRecord.New(Some.Target), Some.Alarm).Record;
        var muted = Some.Down.Shows(
            AlarmLooks.Own,
            new AlarmReading(AlarmState.Alarm, 3, 3) { Silenced = "muted by x" }
        );
        var silent = Silencing.Remember(record.Open!, muted, Some.Now);
        var kept = isOpen ? record with { Open = silent } : record.End(silent with { EndedAt = Some.After(60) });

        Assert.True(Assert.Single(silent.Cause.Alarms).LooksSilenced);
        var taken = Assert.IsType<Intake.Look>(Take(kept, Some.Alarm)).Record;
        Assert.False(Assert.Single(taken.Open!.Cause.Alarms).LooksSilenced);
        Assert.False(Assert.Single(Silencing.Remember(silent, Some.Down, Some.Now).Cause.Alarms).LooksSilenced);
        Assert.IsType<Intake.Ignore>(Take(record, Some.Alarm));
    }

    /// <summary>Another incident began and ended in between: the last one does not know of the mute.</summary>
    [Fact]
    public void SameChangeAfterAMute_IsTakenInOverOtherIncidents()
    {
        var silenced = Take(TargetRecord.New(Some.Target), Some.Alarm with { Silenced = s_muted }).Record;
        var other = Some.Incident with { EndedAt = Some.After(120) };
        var ended = silenced.End(silenced.Open! with { EndedAt = Some.After(60) }).End(other);

        var taken = Assert.IsType<Intake.Look>(Take(ended, Some.Alarm));

        Assert.Empty(taken.Record.HeldBack);
        Assert.IsType<Intake.Ignore>(Take(taken.Record with { Open = null, LastEnded = other }, Some.Alarm));
    }

    [Fact]
    public void SilencedAlarmThatJoins_MakesNothingWorse()
    {
        var record = TargetRecord.New(Some.Target) with { Open = Some.Incident };
        var joined = Take(
            record,
            Some.Alarm with
            {
                Arn = s_other.Arn,
                Name = s_other.Name,
                Silenced = s_muted,
            },
            Severity.P1
        );

        Assert.Equal(Severity.P2, joined.Record.Open!.Severity);
        Assert.Null(Silencing.Of(joined.Record.Open, Some.Down, Some.Now));
    }

    private static Silence? Of(string? kind) =>
        kind switch
        {
            "muted" => s_muted,
            "suppressed" => s_suppressed,
            _ => null,
        };

    private static Incident With(params ImmutableArray<AlarmRef> alarms) =>
        Some.Incident with
        {
            Cause = new IncidentCause { Alarm = alarms[0], Alarms = alarms },
        };

    private static Decision Instead(Incident incident, Decision decision) =>
        Silencing.Instead(decision, incident, Evidence.NotAsked, TimeSpan.FromSeconds(10), Some.Now);

    private static Intake Take(TargetRecord record, Signal.AlarmChanged alarm, Severity severity = Severity.P2) =>
        record.Take(alarm, new Route(Some.Service, Some.Remedy, severity, Mode.Act, Mode.Act), Some.After(1));
}
