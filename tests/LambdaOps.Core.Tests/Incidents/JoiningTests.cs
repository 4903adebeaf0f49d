using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>Alarms of several targets in one incident.</summary>
public class JoiningTests
{
    private static readonly TargetId s_web = new("web");

    private static readonly Dependency s_database = new("orders-db", [Some.Target, s_web, new TargetId("chat")]);

    private static readonly Route s_route = new(Some.Service, Some.Remedy, Severity.P3, Mode.Act, Mode.Act);

    private static readonly TargetRecord s_new = TargetRecord.New(Some.Target);

    private static readonly JoinedTo s_leader = new(s_web, new IncidentId("20260115-web-031500"));

    [Theory]
    [InlineData(Severity.P4, Severity.P4, Severity.P2)]
    [InlineData(Severity.P1, Severity.P4, Severity.P1)]
    [InlineData(Severity.P3, Severity.P1, Severity.P1)]
    [InlineData(Severity.P2, Severity.P2, Severity.P2)]
    public void TakeIn_IsAsBadAsTheAlarmAndAtLeastP2(Severity before, Severity alarm, Severity after) =>
        Assert.Equal(
            after,
            (Some.Incident with { Severity = before }).TakeIn(Joined("web"), alarm, s_database, Some.Now).Severity
        );

    [Fact]
    public void TakeIn_OfAllTargetsIsP1()
    {
        var two = Some.Incident.TakeIn(Joined("web"), Severity.P3, s_database, Some.Now);
        var all = two.TakeIn(Joined("chat"), Severity.P3, s_database, Some.Now);

        Assert.Equal((Severity.P2, Severity.P1), (two.Severity, all.Severity));
    }

    [Fact]
    public void TakeIn_NotesTheAlarmAndTheTime()
    {
        var taken = Some.Incident.TakeIn(Joined("web"), Severity.P3, s_database, Some.After(60));

        Assert.Equal((Some.After(60), Some.After(60)), (taken.Cause.JoinedAt, taken.LastJoined()));
        Assert.Equal($"web needs orders-db too: {Alarm("web").Line}", taken.Lines[^1].Text);
        Assert.True(taken.HasHeard(Alarm("web")));
        Assert.False(taken.HasHeard(Alarm("web") with { ChangedAt = Some.After(1) }));
        Assert.False(taken.HasHeard(Alarm("chat")));
    }

    /// <summary>An incident that another alarm joined before it came back is young again at its return.</summary>
    [Fact]
    public void LastJoined_IsTheReturnWhenThatIsNewer()
    {
        var taken = Some.Incident.TakeIn(Joined("web"), Severity.P3, s_database, Some.After(60));
        var back = (taken with { EndedAt = Some.After(90) }).Return(Some.After(300));

        Assert.Equal((Some.After(300), 0), (back.LastJoined(), back.Cause.Joined.Length));
    }

    [Fact]
    public void StillFiring_IsWhatWasLastHeardInAlarm()
    {
        var two = Some
            .Incident.TakeIn(Joined("web"), Severity.P3, s_database, Some.Now)
            .TakeIn(Joined("chat"), Severity.P3, s_database, Some.Now);
        var heard = two.Hear(Alarm("web") with { State = AlarmState.Ok, ChangedAt = Some.After(30) }, Some.After(31));

        Assert.Equal(["web", "chat"], two.StillFiring().Select(one => one.Target.Value));
        Assert.Equal(["chat"], heard.StillFiring().Select(one => one.Target.Value));
        Assert.Equal(two.Lines.Length + 1, heard.Lines.Length);
    }

    /// <summary>An OK that was overtaken, or of an alarm that is not in it, changes nothing.</summary>
    [Fact]
    public void Hear_TakesNewerChangesOfItsAlarmsOnly()
    {
        var taken = Some.Incident.TakeIn(Joined("web"), Severity.P3, s_database, Some.Now);

        Assert.Same(taken, taken.Hear(Alarm("web") with { State = AlarmState.Ok }, Some.Now));
        Assert.Same(
            taken,
            taken.Hear(Alarm("web") with { State = AlarmState.Ok, ChangedAt = Some.After(-1) }, Some.Now)
        );
        Assert.Same(taken, taken.Hear(Alarm("chat") with { ChangedAt = Some.After(9) }, Some.Now));
    }

    [Fact]
    public void GivenAlarm_IsDealtWithElsewhere()
    {
        var given = s_new.GiveTo(s_leader, Some.Alarm);

        Assert.Same(given, Assert.IsType<Intake.Ignore>(Take(given, Some.Alarm)).Record);
        var ok = Assert.IsType<Intake.PassOn>(
            Take(given, Some.Alarm with { State = AlarmState.Ok, ChangedAt = Some.After(60) })
        );
        Assert.Equal(s_leader, ok.To);
        Assert.Empty(ok.Record.JoinedTo);
        Assert.Equal(Some.After(60), ok.Record.AlarmsSeen[Some.AlarmArn]);
    }

    /// <summary>It comes back once, from the incident that it went to, and unless a newer change overtook it.</summary>
    [Fact]
    public void GivenAlarm_ComesBackOnceFromItsIncident()
    {
        var given = s_new.GiveTo(s_leader, Some.Alarm);
        var back = Some.Alarm with { LeftBy = s_leader.Incident };

        var opened = Assert.IsType<Intake.Look>(Take(given, back));
        Assert.True(opened.IsNew);
        Assert.IsType<Intake.Ignore>(Take(opened.Record, back));
        Assert.IsType<Intake.Ignore>(Take(opened.Record.End(opened.Record.Open!), back));
        Assert.IsType<Intake.Ignore>(Take(given, back with { LeftBy = new IncidentId("20260115-web-000000") }));
        var ok = Take(given, Some.Alarm with { State = AlarmState.Ok, ChangedAt = Some.After(60) }).Record;
        Assert.IsType<Intake.Ignore>(Take(ok, back));
    }

    /// <summary>The target died before it remembered where the alarm went: what comes back is news.</summary>
    [Fact]
    public void AlarmThatComesBackToATargetThatForgotIt_IsNews() =>
        Assert.True(Assert.IsType<Intake.Look>(Take(s_new, Some.Alarm with { LeftBy = s_leader.Incident })).IsNew);

    [Fact]
    public void GivenAlarms_AreForgottenWithTheChangesThatAreRemembered()
    {
        var record = Enumerable
            .Range(0, 60)
            .Aggregate(
                s_new,
                (record, number) =>
                    record.GiveTo(
                        s_leader,
                        Some.Alarm with
                        {
                            Arn = $"{Some.AlarmArn}-{number}",
                            ChangedAt = Some.After(number),
                        }
                    )
            );

        Assert.Equal(TargetRecord.AlarmsRemembered, record.JoinedTo.Count);
        Assert.Equal(record.AlarmsSeen.Keys, record.JoinedTo.Keys);
    }

    private static Intake Take(TargetRecord record, Signal signal) => record.Take(signal, s_route, Some.Now);

    private static Signal.AlarmChanged Alarm(string target) =>
        Some.Alarm with
        {
            Name = $"{target}-5xx",
            Arn = $"{Some.AlarmArn}-{target}",
        };

    private static JoinedAlarm Joined(string target) =>
        new(new TargetId(target), Some.Remedy, s_database.Id, Alarm(target));
}
