using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Tests;

/// <summary>An operator's maintenance page is up when a remedy wants to change the service behind it.</summary>
public class OperatorPageTests
{
    private const string Reason = "kim put the maintenance page up at 2026-01-15 03:15 UTC";

    private readonly Bench _bench = new();

    public OperatorPageTests()
    {
        _bench.Climbs();
        _bench.World.RecoversAfter = null;
    }

    [Fact]
    public async Task Remedy_AsksWhileThePageIsUp()
    {
        await AskAsync(PageRequest.Up);
        var made = _bench.World.Effects.Count;

        var report = await _bench.HandleAsync(Bench.Alarm());

        Assert.Equal(LoopOutcome.Denied, report.Outcome);
        Assert.Contains($"force a new deployment of api, because no healthy target: ", report.Because);
        Assert.Contains(Reason, report.Because);
        Assert.Equal(made, _bench.World.Effects.Count);
        Assert.Contains(Reason, Assert.Single(_bench.Open.Lines, line => line.Kind == EntryKind.Offered).Text);
        Assert.Contains(Reason, Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.Offered).Text);

        await _bench.HandleAsync(
            new Signal.OperatorAnswered(
                Bench.Target,
                OperatorAnswer.Approve,
                _bench.Open.Offer!.Id,
                "kim",
                "users wait"
            )
        );
        Assert.IsType<Change.ForceNewDeployment>(_bench.World.Effects[^1]);
    }

    [Fact]
    public async Task Remedy_ActsWhenThePageIsRestored()
    {
        await AskAsync(PageRequest.Up);
        await AskAsync(PageRequest.Down);

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Bench.Alarm())).Outcome);
    }

    /// <summary>Who put it up is asked for only where that holds something back.</summary>
    [Fact]
    public async Task Remedy_ReadsNoOtherRecordWithoutThePage()
    {
        await _bench.HandleAsync(Bench.Alarm());

        Assert.DoesNotContain("journal.findEnded", _bench.Calls.Log);
    }

    [Fact]
    public async Task Remedy_ActsWhereThePageIsNotSeen_AndTheRecordSaysSo()
    {
        await AskAsync(PageRequest.Up);
        _bench.Observer.Fails = SiteLooks.Shown;

        Assert.Equal(LoopOutcome.Acted, (await _bench.HandleAsync(Bench.Alarm())).Outcome);

        Assert.Contains(
            "; not seen: shown page: ",
            Assert.Single(_bench.Open.Lines, line => line.Kind == EntryKind.Intended).Text
        );
    }

    private async Task AskAsync(PageRequest wish)
    {
        await _bench.HandleAsync(
            new Signal.OperatorRequested(
                Bench.Site,
                MaintenancePageProcedure.ProcedureName,
                Mode.Act,
                "kim",
                "planned work"
            )
            {
                Page = wish,
            }
        );
        await _bench.RunOutAsync();
    }
}
