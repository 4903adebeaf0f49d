using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests;

/// <summary>What AWS wants later.</summary>
public sealed class PostponedTests
{
    private readonly Bench _bench = new();

    private readonly List<DateTimeOffset> _sent = [];

    [Fact]
    public async Task Later_IsSentAgainWithGrowingPausesAndAnnouncedOnce()
    {
        Wants(later: 4);
        await _bench.HandleAsync(Bench.Alarm());
        Assert.Equal(LoopOutcome.Resolved, (await _bench.RunOutAsync())[^1]);

        Assert.Equal(5, _sent.Count);
        var pauses = _sent.Zip(_sent.Skip(1), (one, next) => (next - one).TotalSeconds).ToList();
        Assert.All(Enumerable.Range(1, 3), next => Assert.True(pauses[next] > pauses[next - 1], $"{pauses[next]}"));
        Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.ActionPostponed);
        var ended = Assert.Single(_bench.Journal.Ended);
        Assert.Equal(AttemptOutcome.Done, Assert.Single(ended.Attempts).Outcome);
        Assert.Empty(ended.Clearance.Postponed);
    }

    [Fact]
    public async Task Later_SpendsTheBudgetOnce()
    {
        Wants(later: 3);
        await _bench.HandleAsync(Bench.Alarm());
        await _bench.RunOutAsync();

        Assert.Single(_bench.Journal.Record.Acts);
        Assert.Single(_bench.Calls.Log, call => call == "journal.spend");
    }

    [Fact]
    public async Task LaterForHalfAnHour_IsOnCalls()
    {
        Wants(later: int.MaxValue);
        var began = _bench.Time.Now;
        await _bench.HandleAsync(Bench.Alarm());
        while (!_bench.Open.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        Assert.InRange((_bench.Time.Now - began).TotalMinutes, 10, 37);
        Assert.Empty(_bench.Open.Attempts);
    }

    private void Wants(int later) =>
        _bench.Actuator.Answer = change =>
        {
            _sent.Add(_bench.Time.Now);
            return _sent.Count <= later
                ? new ActionOutcome.Later("ThrottlingException: Rate exceeded")
                : _bench.World.Take(change);
        };
}
