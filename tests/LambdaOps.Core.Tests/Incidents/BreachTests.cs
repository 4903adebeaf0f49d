using CsCheck;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Core.Tests.Reports;

namespace LambdaOps.Core.Tests.Incidents;

/// <summary>What a check found opens an incident, or joins the open one, as an alarm does.</summary>
public class BreachTests
{
    private static readonly Route s_route = new(Some.Service, Some.Remedy, Severity.P2, Mode.Act, Mode.Act)
    {
        ReopenWithin = TimeSpan.FromSeconds(1800),
    };

    private static readonly TargetRecord s_new = TargetRecord.New(Some.Target);

    private static readonly TargetRecord s_open = Look(s_new, Some.Breach).Record;

    [Fact]
    public void Breach_OpensAnIncidentThatIsNoRequest()
    {
        var look = Look(
            s_new with
            {
                LastGoodTaskDefinition = "task:6",
                LastEnded = Some.Incident,
            },
            Some.Breach with
            {
                At = Some.After(-5),
            }
        );
        var incident = look.Record.Open!;

        Assert.Equal((true, false, null), (look.IsNew, look.CameBack, look.Record.LastEnded));
        Assert.Equal(
            (Severity.P2, Mode.Act, Some.Remedy, "task:6"),
            (incident.Severity, incident.Clearance.Ceiling, incident.Remedy, incident.LastGood?.TaskDefinition)
        );
        Assert.Equal((null, false, true), (incident.Alarm, incident.IsRequest, incident.IsSignalled));
        Assert.Equal(
            new BreachRef("quickCheck", "errors api", Some.Remedy, Some.After(-5), "errors 3.2 % (danger from 1 %)"),
            incident.Cause.Breach
        );
        Assert.Equal([incident.Cause.Breach!], incident.Cause.Breaches.AsEnumerable());
        Assert.Equal("found by quickCheck: errors 3.2 % (danger from 1 %)", Assert.Single(incident.Lines).Text);
        Assert.Equal((Some.Now, Some.After(-5)), (incident.OpenedAt, incident.SignalledAt));
        Assert.Null(Silencing.Of(incident, Some.Down, Some.Now));
    }

    [Fact]
    public void SameBreach_IsADuplicateUnlessAnIntentIsOpenOrTheTickOverdue()
    {
        var intended = s_open with { Open = s_open.Open! with { Intent = new Intent(Some.Restart, Some.Now, "down") } };
        var waiting = s_open with { Open = s_open.Open! with { Watch = new Watch { DueAt = Some.Now } } };
        var ended = s_open with { Open = null };

        Assert.Same(s_open, Ignore(s_open, Some.Breach).Record);
        Assert.Same(ended, Ignore(ended, Some.Breach).Record);
        Assert.Same(intended, Look(intended, Some.Breach).Record);
        Assert.Same(waiting, Assert.IsType<Intake.Ignore>(Take(waiting, Some.Breach, Some.After(149))).Record);
        Assert.Same(waiting, Assert.IsType<Intake.Look>(Take(waiting, Some.Breach, Some.After(150))).Record);
    }

    /// <summary>The run that came first, delivered last, says nothing new.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OlderBreachOfTheSameFinding_IsIgnored(bool isOpen)
    {
        var record = isOpen ? s_open : s_open with { Open = null };

        Assert.Same(record, Ignore(record, Some.Breach with { At = Some.After(-900) }).Record);
    }

    [Theory]
    [InlineData("errors api", 900, 1)]
    [InlineData("health api", 0, 2)]
    public void AnotherBreach_JoinsAsALine(string key, int after, int findings)
    {
        var look = Look(s_open, Some.Breach with { Key = key, At = Some.After(after), Because = "errors 4 %" });
        var open = look.Record.Open!;

        Assert.Equal((false, s_open.Open!.Id), (look.IsNew, open.Id));
        Assert.Equal("found by quickCheck: errors 4 %", open.Lines[^1].Text);
        Assert.Equal((2, findings), (open.Lines.Length, open.Cause.Breaches.Length));
        Assert.Equal((key, Some.After(after)), (open.Cause.Breaches[^1].Key, open.Cause.Breaches[^1].At));
        Assert.Equal(s_open.Open.Cause.Breach, open.Cause.Breach);
    }

    [Theory]
    [InlineData(Severity.P1, Severity.P1)]
    [InlineData(Severity.P2, Severity.P2)]
    [InlineData(Severity.P3, Severity.P2)]
    public void Breach_MakesAnIncidentWorseNeverBetter(Severity severity, Severity kept)
    {
        var record = s_new.Take(Some.Alarm, s_route, Some.Now).Record;
        var joined = Assert.IsType<Intake.Look>(
            record.Take(Some.Breach, s_route with { Severity = severity }, Some.Now)
        );

        Assert.Equal(kept, joined.Record.Open!.Severity);
        Assert.Equal(record.Open!.Alarm, joined.Record.Open.Alarm);
        Assert.Null(joined.Record.Open.Cause.Breach);
    }

    /// <summary>That a stopped service does not answer is known.</summary>
    [Fact]
    public void Breach_OfAStoppedServiceIsNotWorse()
    {
        var stopped = s_open with
        {
            Open = s_open.Open!.HandedOff() with
            {
                Escalation = EscalationState.Begin(Severity.P3, "stopped", NextStep.Start, Some.Now) with
                {
                    WhileStopped = true,
                },
                Severity = Severity.P3,
            },
        };

        Assert.Equal(Severity.P3, Look(stopped, Some.Breach with { At = Some.After(900) }).Record.Open!.Severity);
    }

    /// <summary>What people silenced stays silent: a check is no way round it.</summary>
    [Fact]
    public void Breach_DoesNotWakeWhatIsSilenced()
    {
        var silenced = s_new with
        {
            Open = Some.Incident with
            {
                Severity = Severity.P4,
                Cause = Some.Muted,
                Trend = new Trend { Silenced = "muted by planned", LoweredFrom = Severity.P2 },
            },
        };
        var open = Look(silenced, Some.Breach).Record.Open!;

        Assert.Equal(Severity.P4, open.Severity);
        Assert.NotNull(Silencing.Of(open, Some.Down.Hides(AlarmLooks.Own, "throttled"), Some.Now));
        Assert.Equal(Some.Breach.Line, open.Lines[^1].Text);
    }

    [Fact]
    public void Breach_MakesARehearsalReal()
    {
        var asked = new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Observe, "on-call", "a drill");
        var rehearsal = s_new.Take(asked, s_route with { Ceiling = Mode.Observe }, Some.Now).Record;
        var joined = Look(rehearsal, Some.Breach).Record.Open!;

        Assert.False(rehearsal.Open!.IsSignalled);
        Assert.Equal((Mode.Act, true), (joined.Clearance.Ceiling, joined.IsSignalled));
    }

    [Fact]
    public void Breach_TakesTheIncidentToAHigherRung()
    {
        var service = Some.Service with { Ladder = [Some.Remedy, TotalOutageProcedure.ProcedureName] };
        var route = s_route with { Target = service, Remedy = TotalOutageProcedure.ProcedureName };

        Assert.Equal(
            TotalOutageProcedure.ProcedureName,
            s_open.Take(Some.Breach with { At = Some.After(900) }, route, Some.After(900)).Record.Open!.Remedy
        );
    }

    [Theory]
    [InlineData("serviceUnavailable", 1919, true)]
    [InlineData("serviceUnavailable", 1920, false)]
    [InlineData("latency", 300, false)]
    public void BreachSoonAfterTheEnd_BringsItsIncidentBack(string remedy, int after, bool returns)
    {
        var again = Some.Breach with { Key = "health api", Remedy = new(remedy), At = Some.After(after) };
        var look = Assert.IsType<Intake.Look>(Take(Ended(s_open.Open!), again, Some.After(after)));

        Assert.Equal((returns, !returns), (look.CameBack, look.IsNew));
        Assert.Equal(returns, look.Record.Open!.Id == s_open.Open!.Id);
        Assert.Equal(Some.After(after), look.Record.Open.SignalledAt);
        Assert.Equal(again.Line, look.Record.Open.Lines[^1].Text);
    }

    /// <summary>The alarm that joined brings it back too, and is what it is about from then on.</summary>
    [Fact]
    public void AlarmThatJoined_BringsItBack()
    {
        var both = s_open.Take(Some.Alarm, s_route, Some.Now).Record;
        Assert.Equal(Some.Now, both.Open!.SignalledAt);
        var back = Take(Ended(both.Open!), Some.Alarm with { ChangedAt = Some.After(300) }, Some.After(310));

        Assert.True(Assert.IsType<Intake.Look>(back).CameBack);
        Assert.Equal((null, Some.After(300)), (back.Record.Open!.Cause.Breach, back.Record.Open.SignalledAt));
    }

    /// <summary>A rehearsal in between does not hide the incident that the breach was in.</summary>
    [Fact]
    public void PersonsIncident_LeavesTheLastOneOfABreach()
    {
        var ended = Ended(s_open.Open!);
        var asked = new Signal.OperatorRequested(Some.Target, Some.Remedy, Mode.Observe, "on-call", "a drill");
        var rehearsed = ended.Take(asked, s_route, Some.After(200)).Record;
        Assert.NotNull(ended.LastEnded);

        Assert.Equal(ended.LastEnded, rehearsed.End(rehearsed.Open! with { EndedAt = Some.After(210) }).LastEnded);
    }

    [Theory]
    [InlineData(19, 20)]
    [InlineData(20, 20)]
    public void Findings_AreBounded(int more, int kept)
    {
        var open = Enumerable
            .Range(0, more)
            .Aggregate(s_open, (record, number) => Look(record, Some.Breach with { Key = $"{number}" }).Record)
            .Open!;

        Assert.Equal(kept, open.Cause.Breaches.Length);
        Assert.Equal(more < 20, open.Cause.Breaches[0].Key == Some.Breach.Key);
        Assert.Equal($"{more - 1}", open.Cause.Breaches[^1].Key);
    }

    /// <summary>A queue delivers at least once, in any order.</summary>
    [Fact]
    public void Breaches_OpenAtMostOneIncidentARun() =>
        Gen.Int[0, 5]
            .Array[1, 40]
            .Sample(order =>
            {
                var record = s_new;
                var opened = new List<DateTimeOffset>();
                foreach (var second in order)
                {
                    var intake = Take(record, Some.Breach with { At = Some.After(second) }, Some.After(60));
                    record = intake.Record;
                    if (intake is Intake.Look { IsNew: true })
                    {
                        opened.Add(record.Open!.SignalledAt);
                        record = record with { Open = null };
                    }
                }

                return opened.SequenceEqual(opened.Distinct().Order());
            });

    /// <summary>Nobody else has told people of it: the notices that may be the first say what was found.</summary>
    [Fact]
    public void Notices_SayWhatWasFound()
    {
        var (writer, open) = (Texts.Writer("en"), s_open.Open!);
        var intent = new Intent(Some.Restart, Some.Now, "down");
        const string Found = "\nFound by quickCheck: errors 3.2 % (danger from 1 %)";

        Assert.EndsWith(Found, writer.Acted(open, intent).Text, StringComparison.Ordinal);
        Assert.EndsWith(
            Found,
            writer.HandedOff(open, NextStep.Service, "down", runbook: null).Text,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            Found,
            writer.Denied(open, Some.Deciding(Some.Restart), Some.Denial).Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "Found by",
            writer.Acted(Some.Incident, intent).Text + writer.Resolved(open, "healthy", Some.Now).Text,
            StringComparison.Ordinal
        );
    }

    private static TargetRecord Ended(Incident incident) =>
        s_open.End(incident with { Status = IncidentStatus.Resolved, EndedAt = Some.After(120) });

    private static Intake Take(TargetRecord record, Signal signal, DateTimeOffset now) =>
        record.Take(signal, s_route, now);

    private static Intake.Look Look(TargetRecord record, Signal signal) =>
        Assert.IsType<Intake.Look>(Take(record, signal, Some.Now));

    private static Intake.Ignore Ignore(TargetRecord record, Signal signal) =>
        Assert.IsType<Intake.Ignore>(Take(record, signal, Some.Now));
}
