using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests;

/// <summary>One incident that goes from remedy to remedy, and from function to function.</summary>
public class LadderLoopTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task RestartThatDoesNotHelp_HandsTheSameIncidentOn()
    {
        _bench.World.RecoversAfter = null;
        _bench.Climbs();
        await _bench.HandleAsync(Bench.Alarm());
        var id = _bench.Open.Id;

        var handedOn = await RunUntilAsync(LoopOutcome.Switched);

        Assert.Equal((id, TotalOutageProcedure.ProcedureName), (_bench.Open.Id, _bench.Open.Remedy));
        Assert.Equal(ServiceUnavailableProcedure.ProcedureName, Assert.Single(_bench.Open.Rung.Climbed));
        Assert.Equal(Severity.P1, _bench.Open.Severity);
        Assert.Empty(_bench.Open.RungAttempts);
        Assert.StartsWith("no healthy target; ", handedOn.Because, StringComparison.Ordinal);
        Assert.Equal(AllProcedures.FunctionOf(TotalOutageProcedure.ProcedureName), _bench.FollowUps.Addressed[^1]);
        Assert.Equal(_bench.Time.Now, Assert.Single(_bench.FollowUps.Pending).Due);
    }

    [Fact]
    public async Task NextRung_ShowsThePageAndGivesItBack()
    {
        _bench.World.RecoversAfter = null;
        _bench.Climbs();
        await _bench.HandleAsync(Bench.Alarm());
        await RunUntilAsync(LoopOutcome.Switched);
        while (_bench.World.Effects[^1] is not Change.RestartAt)
        {
            await _bench.StepAsync();
        }

        Assert.NotNull(_bench.World.Up);
        _bench.World.IsUp = true;
        var outcomes = await _bench.RunOutAsync();

        Assert.Equal(LoopOutcome.Resolved, outcomes[^1]);
        Assert.Null(_bench.World.Up);
        Assert.Equal(
            [
                "ForceNewDeployment",
                "SavePage",
                "PublishMaintenancePage",
                "InvalidateSite",
                "RestartAt",
                "RestorePage",
                "InvalidateSite",
            ],
            _bench.World.Effects.Select(effect => effect.GetType().Name)
        );
        Assert.Single(_bench.Journal.Ended);
    }

    [Fact]
    public async Task AnotherRemedysIncident_IsForwardedToItsFunction()
    {
        _bench.Climbs();
        await _bench.HandleAsync(Bench.Alarm());
        var (saved, addressed) = (_bench.Journal.Saved.Count, _bench.FollowUps.Addressed.Count);

        var report = await _bench.HandleAsync(
            Bench.Alarm(changedAfter: 5, AlarmState.Ok),
            TotalOutageProcedure.ProcedureName
        );

        Assert.Equal(LoopOutcome.Forwarded, report.Outcome);
        Assert.Equal(saved, _bench.Journal.Saved.Count);
        Assert.Equal([new FunctionName("ServiceUnavailable")], _bench.FollowUps.Addressed.Skip(addressed));
    }

    [Fact]
    public async Task PageRequest_IsCarriedOutToItsEnd()
    {
        await _bench.HandleAsync(Page(PageRequest.Up));
        var outcomes = await _bench.RunOutAsync();

        Assert.Equal(LoopOutcome.Resolved, outcomes[^1]);
        Assert.Equal(
            ["SavePage", "PublishMaintenancePage", "InvalidateSite"],
            _bench.World.Effects.Select(effect => effect.GetType().Name)
        );
        Assert.Equal(Bench.Start, _bench.Time.Now);
    }

    /// <summary>An answer to a person is no news for everybody.</summary>
    [Fact]
    public async Task PageQuestion_IsAnsweredAtOnceAndNobodyElseIsTold()
    {
        var report = await _bench.HandleAsync(Page(PageRequest.Status));

        Assert.Equal(LoopOutcome.Answered, report.Outcome);
        Assert.Contains("own page", report.Because, StringComparison.Ordinal);
        Assert.Empty(_bench.Notifier.Sent);
        Assert.Empty(_bench.FollowUps.Pending);
        Assert.Null(_bench.Journal.Record.Open);
    }

    [Fact]
    public async Task PageRequest_ThatMayNotBeCarriedOutIsAnsweredAndOver()
    {
        _bench.Journal.Store.Control = new ControlSwitch(Mode.Off, "on-call", "freeze");

        var report = await _bench.HandleAsync(Page(PageRequest.Up));

        Assert.Equal(LoopOutcome.Denied, report.Outcome);
        Assert.Contains("freeze", report.Because, StringComparison.Ordinal);
        Assert.Empty(_bench.World.Effects);
        Assert.Null(_bench.Journal.Record.Open);
        Assert.Single(_bench.Journal.Ended);
    }

    /// <summary>CloudFront's token makes a second call harmless: nothing waits, and people are told once.</summary>
    [Fact]
    public async Task RepeatableAction_WithoutAnAnswerIsMadeAgainAtOnce()
    {
        var unanswered = 2;
        _bench.Actuator.Answer = change =>
            change is Change.InvalidateSite && unanswered-- > 0
                ? new ActionOutcome.Unknown("no answer")
                : _bench.World.Take(change);

        await _bench.HandleAsync(Page(PageRequest.Up));
        await _bench.RunOutAsync();

        var ended = Assert.Single(_bench.Journal.Ended);
        var made = ended.Attempts.Where(attempt => attempt.Change is Change.InvalidateSite).ToList();
        Assert.Equal(
            [AttemptOutcome.Unconfirmed, AttemptOutcome.Unconfirmed, AttemptOutcome.Done],
            made.Select(attempt => attempt.Outcome)
        );
        Assert.Single(made.Select(attempt => attempt.Change).Distinct());
        Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.ActionUnclear);
        Assert.True(_bench.Time.Now - Bench.Start < TimeSpan.FromMinutes(1));
    }

    /// <summary>The live page is looked at again immediately before it is overwritten (DESIGN 8.7).</summary>
    [Fact]
    public async Task PageThatChangesBetweenLookAndChange_IsNotOverwritten()
    {
        await _bench.HandleAsync(Page(PageRequest.Up));
        _bench.Journal.BeforeSave = () => _bench.World.SavedFor = null;

        var report = await _bench.StepAsync();

        Assert.Equal(LoopOutcome.Denied, report!.Outcome);
        Assert.Contains("PageGuard", report.Because, StringComparison.Ordinal);
        Assert.Null(_bench.World.Up);
    }

    /// <summary>
    /// The page was saved without an answer, and the next step refused: the refusal hid from the cooldown that the
    /// remedy had acted (seed 161803953 of simulate).
    /// </summary>
    [Fact]
    public async Task Cooldown_CountsFromTheLastActionThatWasTakenWhateverFollowedIt()
    {
        _bench.World.RecoversAfter = null;
        _bench.Climbs();
        _bench.Actuator.Answer = change =>
        {
            if (change is Change.PublishMaintenancePage or Change.RestartAt)
            {
                return new ActionOutcome.Refused("AccessDenied");
            }

            var taken = _bench.World.Take(change);
            return change is Change.SavePage ? new ActionOutcome.Unknown("no answer") : taken;
        };
        await _bench.HandleAsync(Bench.Alarm());
        await RunUntilAsync(LoopOutcome.HandedOff);

        var open = _bench.Open;
        Assert.Equal(TotalOutageProcedure.ProcedureName, open.Remedy);
        var saved = Assert.Single(open.RungAttempts, attempt => attempt.Change is Change.SavePage);
        Assert.Equal(AttemptOutcome.Refused, open.LastAttempt!.Outcome);
        Assert.Equal(saved.At, _bench.Journal.Record.LastActed[TotalOutageProcedure.ProcedureName.Value]);
    }

    /// <summary>The same where the outcome is only found in the round that goes on to the next remedy.</summary>
    [Fact]
    public async Task Cooldown_CountsWhatIsFoundInTheRoundThatGoesOnToTheNextRemedy()
    {
        _bench.World.RecoversAfter = null;
        _bench.Climbs();
        _bench.Actuator.Answer = change =>
        {
            _bench.World.Take(change);
            return new ActionOutcome.Unknown("no answer");
        };
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Time.Advance(TimeSpan.FromMinutes(10));

        var report = await _bench.StepAsync();

        Assert.Equal(LoopOutcome.Switched, report!.Outcome);
        Assert.Equal(
            _bench.Open.Attempts[0].At,
            _bench.Journal.Record.LastActed[ServiceUnavailableProcedure.ProcedureName.Value]
        );
    }

    private static Signal.OperatorRequested Page(PageRequest wish) =>
        new(Bench.Site, MaintenancePageProcedure.ProcedureName, Mode.Act, "on-call", "planned work") { Page = wish };

    private async Task<LoopReport> RunUntilAsync(LoopOutcome outcome)
    {
        for (var step = 0; step < 200; step++)
        {
            if (await _bench.StepAsync() is { } report && report.Outcome == outcome)
            {
                return report;
            }
        }

        throw new InvalidOperationException($"it never came to {outcome}");
    }
}
