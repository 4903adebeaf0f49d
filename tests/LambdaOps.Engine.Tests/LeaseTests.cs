using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests;

/// <summary>
/// No call of one invocation takes effect while another has the target, however late it does. Found by simulation.
/// </summary>
public class LeaseTests
{
    private readonly Bench _bench = new();

    /// <summary>
    /// The round's clock began when the looks were there, and gave the lease the seconds that they had taken.
    /// </summary>
    [Theory]
    [InlineData(11, LoopOutcome.Acted)]
    [InlineData(12, LoopOutcome.Denied)]
    [InlineData(13, LoopOutcome.Denied)]
    public async Task Lease_RunsWhileTheWorldIsLookedAt(int writeTakes, LoopOutcome outcome)
    {
        var looked = new TaskCompletionSource();
        _bench.Observer.BeforeLook = _ => looked.Task;
        _bench.Journal.BeforeSave = () =>
        {
            _bench.Journal.BeforeSave = null;
            _bench.Time.Advance(TimeSpan.FromSeconds(writeTakes));
        };
        var handling = _bench.HandleAsync(Bench.Alarm());
        Assert.Contains("journal.claim", _bench.Calls.Log);
        _bench.Time.Advance(TimeSpan.FromSeconds(3));
        looked.SetResult();
        var report = await handling;

        Assert.Equal(outcome, report.Outcome);
        Assert.Equal(
            outcome == LoopOutcome.Denied,
            report.Because.Contains(nameof(LeaseGuard), StringComparison.Ordinal)
        );
    }

    /// <summary>The time that the grant's answer takes is the lease's.</summary>
    [Theory]
    [InlineData(13, LoopOutcome.Acted)]
    [InlineData(14, LoopOutcome.Acted)]
    [InlineData(15, LoopOutcome.Denied)]
    public async Task Lease_RunsWhileItsGrantIsOnItsWay(int answerTakes, LoopOutcome outcome)
    {
        _bench.Journal.AfterClaim = () => _bench.Time.Advance(TimeSpan.FromSeconds(answerTakes));

        Assert.Equal(outcome, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
    }

    /// <summary>
    /// The target was free at once, and the call took effect under the eyes of another invocation that was acting. Then
    /// its effect is waited for; only after that it is taken for lost.
    /// </summary>
    [Theory]
    [InlineData(10, LoopOutcome.Deferred)]
    [InlineData(11, LoopOutcome.Inconclusive)]
    [InlineData(12, LoopOutcome.Inconclusive)]
    [InlineData(39, LoopOutcome.Inconclusive)]
    [InlineData(40, LoopOutcome.Acted)]
    [InlineData(41, LoopOutcome.Acted)]
    public async Task CallWithoutAnAnswer_KeepsTheTargetForAsLongAsItMayTake(int seconds, LoopOutcome outcome)
    {
        _bench.Actuator.Answer = _ => new ActionOutcome.Unknown("timed out");
        await _bench.HandleAsync(Bench.Alarm());
        _bench.Actuator.Answer = null;
        Assert.Equal(LeaseGuard.Margin, TimeSpan.FromSeconds(10));

        _bench.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(outcome, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
    }

    /// <summary>It changes nothing that anybody looks at, and what comes next must not wait for it.</summary>
    [Fact]
    public async Task InvalidationWithoutAnAnswer_KeepsNobodyOut()
    {
        _bench.Actuator.Answer = change =>
            change is Change.InvalidateSite ? new ActionOutcome.Unknown("timed out") : _bench.World.Take(change);
        await _bench.HandleAsync(
            new Signal.OperatorRequested(
                Bench.Site,
                MaintenancePageProcedure.ProcedureName,
                Mode.Act,
                "on-call",
                "planned work"
            )
            {
                Page = PageRequest.Up,
            }
        );
        while (_bench.Open.Intent is null)
        {
            await _bench.StepAsync();
        }

        var outcome = (await _bench.StepAsync())!.Outcome;
        Assert.True(outcome is LoopOutcome.Acted or LoopOutcome.Ignored, outcome.ToString());
    }

    /// <summary>
    /// An old look did not show it, and it was taken for lost; then its effect was taken for somebody else's, and left
    /// alone for good.
    /// </summary>
    [Fact]
    public async Task ActionTakenForLost_IsFoundWhenTheWorldShowsIt()
    {
        _bench.Actuator.Answer = _ => new ActionOutcome.Unknown("timed out");
        await _bench.HandleAsync(Bench.Alarm());
        var restart = _bench.Open.Intent!.Change;
        _bench.Time.Advance(LoopOptions.Default.IntentGrace);
        _bench.Observer.BeforeServiceLook = () =>
        {
            if (_bench.Calls.Log.Count(call => call == "journal.claim") == 2)
            {
                // Between the look that is old and the one before the second call.
                _bench.Observer.BeforeServiceLook = null;
                _bench.World.Deploy("ours, late");
            }
        };
        Assert.Equal(LoopOutcome.Denied, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
        Assert.Equal(AttemptOutcome.Unconfirmed, Assert.Single(_bench.Open.Attempts).Outcome);

        Assert.Equal(LoopOutcome.Waiting, await WatchAsync());
        var attempt = Assert.Single(_bench.Open.Attempts);
        Assert.Equal((restart, AttemptOutcome.Done), (attempt.Change, attempt.Outcome));
        Assert.Equal(
            [NoticeKind.ActionUnclear, NoticeKind.Denied, NoticeKind.Acted],
            _bench.Notifier.Sent.Select(notice => notice.Kind)
        );
    }

    private async Task<LoopOutcome> WatchAsync()
    {
        var report = await _bench.StepAsync();
        while (report!.Outcome == LoopOutcome.Ignored)
        {
            report = await _bench.StepAsync();
        }

        return report.Outcome;
    }
}
