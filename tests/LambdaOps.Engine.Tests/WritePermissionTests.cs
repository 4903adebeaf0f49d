using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Tests;

/// <summary>A stack that was deployed with WritePermissions=none, from the start or while something is held.</summary>
public class WritePermissionTests
{
    private const string WhatToSet = "deploy it with WritePermissions=granted";

    /// <summary>No wait of a remedy takes so many looks.</summary>
    private const int Long = 120;

    private readonly Bench _bench = new();

    [Fact]
    public async Task None_ChangesNothingSaysWhyAndOnCallHasIt()
    {
        _bench.MayWrite = false;

        var first = await _bench.HandleAsync(Bench.Alarm());
        await StepAsync(Long);

        Assert.Equal(LoopOutcome.Denied, first.Outcome);
        Assert.Contains(WhatToSet, first.Because, StringComparison.Ordinal);
        Assert.Empty(_bench.World.Effects);
        Assert.Empty(_bench.Open.Attempts);
        Assert.Equal(IncidentStatus.HandedOff, _bench.Open.Status);
        Assert.Contains(
            _bench.Open.Lines,
            line => line.Kind == EntryKind.Denied && line.Text.Contains(WhatToSet, StringComparison.Ordinal)
        );
        var denied = _bench.Notifier.Sent.Where(notice => notice.Kind == NoticeKind.Denied).ToList();
        Assert.NotEmpty(denied);
        Assert.All(denied, notice => Assert.Contains(WhatToSet, notice.Text, StringComparison.Ordinal));
        Assert.Single(
            _bench.Notifier.Sent,
            notice => notice is { Kind: NoticeKind.HandedOff, Level: EscalationLevel.L1 }
        );
    }

    [Fact]
    public async Task None_IsAnAnswerToWhoeverAsksForThePage()
    {
        _bench.MayWrite = false;

        var report = await _bench.HandleAsync(
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

        Assert.Equal(LoopOutcome.Denied, report.Outcome);
        Assert.Contains(WhatToSet, report.Because, StringComparison.Ordinal);
        Assert.Null(_bench.Journal.Record.Open);
    }

    /// <summary>
    /// A restore that is denied does not come right by itself: somebody has to hear of it, and once is enough.
    /// </summary>
    [Fact]
    public async Task TakenBackWhileThePageIsUp_PagesOnCallAndKeepsMonitoring()
    {
        await ShowThePageAsync();
        _bench.MayWrite = false;
        _bench.World.IsUp = true;
        await StepAsync(Long);

        Assert.NotNull(_bench.World.Up);
        Assert.Equal(IncidentStatus.HandedOff, _bench.Open.Status);
        var page = Assert.Single(_bench.Notifier.Sent, notice => notice.Kind == NoticeKind.HandedOff);
        Assert.Equal(EscalationLevel.L1, page.Level);
        Assert.Contains(WhatToSet, page.Text, StringComparison.Ordinal);
        Assert.InRange(_bench.Open.Lines.Count(line => line.Kind is EntryKind.Denied or EntryKind.HandedOff), 2, 3);

        _bench.MayWrite = true;
        await StepAsync(Long);

        Assert.Null(_bench.World.Up);
    }

    [Fact]
    public async Task TakenBackWhileAPersonHasIt_TellsThem()
    {
        await ShowThePageAsync();
        _bench.World.RecoversAfter = null;
        while (!_bench.Open.IsHandedOff)
        {
            await _bench.StepAsync();
        }

        _bench.MayWrite = false;
        _bench.World.IsUp = true;
        await StepAsync(Long);

        Assert.NotNull(_bench.World.Up);
        var told = Assert.Single(
            _bench.Notifier.Sent,
            notice => notice is { Kind: NoticeKind.Denied, Level: not null }
        );
        Assert.Contains(WhatToSet, told.Text, StringComparison.Ordinal);
    }

    private async Task ShowThePageAsync()
    {
        _bench.World.RecoversAfter = null;
        _bench.Climbs();
        await _bench.HandleAsync(Bench.Alarm());
        while (_bench.World.Effects is not [.., Change.RestartAt])
        {
            await _bench.StepAsync();
        }
    }

    private async Task StepAsync(int steps)
    {
        for (var step = 0; step < steps && _bench.Journal.Record.Open is not null; step++)
        {
            await _bench.StepAsync();
        }
    }
}
