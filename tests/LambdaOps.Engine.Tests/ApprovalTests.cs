using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Engine.Tests;

/// <summary>What waits for a person: offered once, watched meanwhile, made once when approved.</summary>
public class ApprovalTests
{
    private readonly Bench _bench = new(Mode.Ask);

    [Fact]
    public async Task Ask_OffersOnceAndChangesNothing()
    {
        var report = await _bench.HandleAsync(Bench.Alarm());
        Assert.Equal(LoopOutcome.Denied, report.Outcome);
        Assert.Matches(
            "waits for approval: force a new deployment of api, because no healthy target: .*; mode is 'Ask'",
            report.Because
        );
        var offer = _bench.Open.Offer!;
        await _bench.StepAsync();
        await _bench.StepAsync();

        Assert.Empty(_bench.World.Effects);
        Assert.Equal(offer, _bench.Open.Offer);
        Assert.Equal($"{_bench.Open.Id}-1", offer.Id);
        Assert.Equal((Bench.Start, Bench.Start.AddMinutes(15)), (offer.MadeAt, offer.Until));
        var notice = Assert.Single(_bench.Notifier.Sent);
        Assert.Equal(NoticeKind.Offered, notice.Kind);
        Assert.Contains($"\"approve\":\"{offer.Id}\"", notice.NextSteps[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "Needed because: no healthy target: health 503; targets 0 healthy",
            notice.Text,
            StringComparison.Ordinal
        );
        Assert.EndsWith("region ap-northeast-1. 2026-01-15 12:15 +09:00 (Asia/Tokyo)", notice.PlaceLine);
        Assert.Contains(
            _bench.Open.Lines,
            line =>
                line.Kind == EntryKind.Offered
                && line.Text.Contains(", because no healthy target: ", StringComparison.Ordinal)
        );
        Assert.Single(_bench.Open.Lines, line => line.Kind == EntryKind.Offered);
    }

    [Fact]
    public async Task Approved_IsMadeOnceHoweverOftenItIsApproved()
    {
        await _bench.HandleAsync(Bench.Alarm());
        var yes = Answer(OperatorAnswer.Approve);

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(yes)).Outcome);
        Assert.Equal(LoopOutcome.Ignored, (await _bench.HandleAsync(yes)).Outcome);
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);

        Assert.Single(_bench.World.Effects);
        var ended = Assert.Single(_bench.Journal.Ended);
        Assert.Contains(
            ended.Lines,
            line =>
                line
                    is {
                        Kind: EntryKind.Answered,
                        Text: "Kim approves 'force a new " + "deployment of api': users wait"
                    }
        );
        Assert.Equal(
            [NoticeKind.Offered, NoticeKind.Acted, NoticeKind.Resolved],
            _bench.Notifier.Sent.Select(notice => notice.Kind)
        );
    }

    [Fact]
    public async Task Refused_IsAPersons()
    {
        await _bench.HandleAsync(Bench.Alarm());
        Assert.Equal(LoopOutcome.HandedOff, (await _bench.HandleAsync(Answer(OperatorAnswer.Refuse))).Outcome);
        _bench.World.IsUp = true;
        await _bench.RunOutAsync();

        Assert.Empty(_bench.World.Effects);
        Assert.Contains(
            "blocked by ApprovalGuard: Kim declined it: users wait",
            Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.HandedOff).Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.Withdrawn);
    }

    [Fact]
    public async Task Unanswered_IsAPersonsWhenTheOfferEnds()
    {
        await _bench.HandleAsync(Bench.Alarm());
        while (!_bench.Open.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        Assert.Equal(Bench.Start.AddMinutes(15), _bench.Time.Now);
        Assert.Empty(_bench.World.Effects);
        Assert.Equal(LoopOutcome.Ignored, (await _bench.HandleAsync(Answer(OperatorAnswer.Approve))).Outcome);
    }

    [Fact]
    public async Task Recovery_WithdrawsTheOffer()
    {
        await _bench.HandleAsync(Bench.Alarm());
        var yes = Answer(OperatorAnswer.Approve);
        _bench.World.IsUp = true;
        await _bench.RunOutAsync();

        Assert.Equal(
            [NoticeKind.Offered, NoticeKind.Withdrawn, NoticeKind.Resolved],
            _bench.Notifier.Sent.Select(notice => notice.Kind)
        );
        Assert.Contains("no incident", (await _bench.HandleAsync(yes)).Because, StringComparison.Ordinal);
        Assert.Empty(_bench.World.Effects);
    }

    /// <summary>
    /// A service that answers every other look: the offer stands through it, and is withdrawn when it ends unneeded.
    /// </summary>
    [Fact]
    public async Task Flapping_OffersOnce()
    {
        await _bench.HandleAsync(Bench.Alarm());
        var offer = _bench.Open.Offer!;
        while (_bench.Time.Now < offer.Until - TimeSpan.FromSeconds(30))
        {
            _bench.World.IsUp = !_bench.World.IsUp;
            await _bench.StepAsync();
            Assert.Equal(offer, _bench.Open.Offer);
        }

        Assert.Single(_bench.Notifier.Sent);
        _bench.World.IsUp = true;
        await _bench.RunOutAsync();
        Assert.Equal(NoticeKind.Withdrawn, _bench.Notifier.Sent[1].Kind);
    }

    /// <summary>It looks well whenever an offer ends: a person is paged after the second one, not asked for ever.</summary>
    [Fact]
    public async Task Flapping_ForHours_IsAPersons()
    {
        await _bench.HandleAsync(Bench.Alarm());
        for (var step = 0; step < 1000 && !_bench.Open.IsHandedOff; step++)
        {
            var isAboutToEnd =
                _bench.Open.Offer is { } offer && _bench.Time.Now > offer.Until - TimeSpan.FromSeconds(30);
            _bench.World.IsUp = isAboutToEnd || !_bench.World.IsUp;
            await _bench.StepAsync();
        }

        Assert.True(_bench.Open.IsHandedOff);
        Assert.Equal(Guard.MostUnanswered, _bench.Notifier.Sent.Count(notice => notice.Kind == NoticeKind.Offered));
        Assert.Contains(
            _bench.Open.Lines,
            line => line.Kind == EntryKind.HandedOff && line.Text.Contains("nobody answered", StringComparison.Ordinal)
        );
    }

    /// <summary>Somebody has to answer a P1, else nothing happens: it is a page. Of a P2 it is not.</summary>
    [Theory]
    [InlineData(Severity.P1, EscalationLevel.L1)]
    [InlineData(Severity.P2, null)]
    public async Task Offer_OfAP1IsPagedAtOnceAndAgainUntilItGoesOut(Severity severity, EscalationLevel? level)
    {
        _bench.Estate = _bench.Estate with { Alarms = [_bench.Estate.Alarms[0] with { Severity = severity }] };
        _bench.Notifier.Failure = "throttled";
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Notifier.Failure = null;
        await _bench.StepAsync();
        await _bench.StepAsync();

        Assert.Equal([level], _bench.Notifier.Sent.Select(notice => notice.Level));
        Assert.Single(_bench.Open.Lines, line => line.Kind == EntryKind.Offered);
        Assert.Single(_bench.Open.Lines, line => line.Kind == EntryKind.Notified);
    }

    /// <summary>
    /// Missing evidence is no reason to take an offer back, and an approval waits until something is seen.
    /// </summary>
    [Fact]
    public async Task Blindness_KeepsTheOffer()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Observer.BeforeLook = _ => throw new IOException("dark");
        Assert.Equal(LoopOutcome.Inconclusive, (await _bench.HandleAsync(Answer(OperatorAnswer.Approve))).Outcome);
        Assert.True(_bench.Open.Offer!.IsApproved(_bench.Time.Now));
        _bench.Observer.BeforeLook = null;
        await StepUntilActedAsync();

        Assert.Single(_bench.World.Effects);
    }

    /// <summary>The change was approved, sent, and lost: it has still been approved.</summary>
    [Fact]
    public async Task ApprovedActionThatWasLost_IsMadeWithoutAskingAgain()
    {
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Actuator.Answer = _ => new Ports.ActionOutcome.Unknown("timeout");
        await _bench.HandleAsync(Answer(OperatorAnswer.Approve));
        _bench.Actuator.Answer = _bench.World.Take;
        await StepUntilActedAsync();

        Assert.Single(_bench.World.Effects);
        Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.Offered);
    }

    /// <summary>A freeze window asks where the mode would not.</summary>
    [Fact]
    public async Task Freeze_AsksBeforeItActs()
    {
        var bench = new Bench();
        bench.Estate = bench.Estate with
        {
            Freezes = [new FreezeWindow.Once("year end", [], new DateTime(2026, 1, 1), new DateTime(2026, 2, 1))],
        };
        await bench.HandleAsync(Bench.Alarm());
        Assert.Empty(bench.World.Effects);
        Assert.Contains("year end", bench.Open.Offer!.Needs, StringComparison.Ordinal);

        await bench.HandleAsync(Answer(OperatorAnswer.Approve, bench));
        Assert.Single(bench.World.Effects);
    }

    /// <summary>The last change that the budget has room for is made: its own count is no reason against it.</summary>
    [Fact]
    public async Task LastOfTheBudget_IsMade()
    {
        var bench = new Bench();
        bench.Estate = bench.Estate with { Budget = new ActionBudget(PerTarget: 1, PerEstate: 1) };

        Assert.Equal(LoopOutcome.Acted, (await bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Single(bench.World.Effects);
    }

    [Fact]
    public async Task SpentBudget_IsAPersons()
    {
        var bench = new Bench();
        bench.Estate = bench.Estate with { Budget = new ActionBudget(PerTarget: 20, PerEstate: 2) };
        bench.Journal.Store.Spend(int.MaxValue, Bench.Start);
        bench.Journal.Store.Spend(int.MaxValue, Bench.Start);

        Assert.Equal(LoopOutcome.HandedOff, (await bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Empty(bench.World.Effects);
    }

    /// <summary>Another function acts between the look and the count: the journal's count decides.</summary>
    [Fact]
    public async Task BudgetSpentMeanwhile_StopsTheAction()
    {
        var bench = new Bench();
        bench.Estate = bench.Estate with { Budget = new ActionBudget(PerTarget: 20, PerEstate: 1) };
        bench.Journal.BeforeSave = () => bench.Journal.Store.Spend(int.MaxValue, Bench.Start);

        Assert.Equal(LoopOutcome.HandedOff, (await bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Empty(bench.World.Effects);
        Assert.Null(bench.Open.Intent);
    }

    [Fact]
    public async Task Act_IsCountedForTargetAndEstate()
    {
        var bench = new Bench();
        await bench.HandleAsync(Bench.Alarm());

        Assert.Equal(Bench.Start, Assert.Single(bench.Journal.Record.Acts));
        Assert.Equal(Bench.Start, Assert.Single(bench.Journal.Store.Read(Bench.Target, Bench.Start).EstateActs));
    }

    private async Task StepUntilActedAsync()
    {
        for (var step = 0; step < 20 && _bench.World.Effects.Count == 0; step++)
        {
            await _bench.StepAsync();
        }
    }

    private Signal.OperatorAnswered Answer(OperatorAnswer answer) => Answer(answer, _bench);

    private static Signal.OperatorAnswered Answer(OperatorAnswer answer, Bench bench) =>
        new(Bench.Target, answer, bench.Open.Offer?.Id ?? "gone", "Kim", "users wait");
}
