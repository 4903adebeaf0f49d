using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Tests;

/// <summary>What a person asks for while an incident is open that is about something else.</summary>
public class RequestLoopTests
{
    private readonly Bench _bench = new();

    public RequestLoopTests()
    {
        var service = _bench.Estate.Services[0];
        var rollout = new Setting<RolloutPolicy>(Mode.Act, RolloutPolicy.Default);
        _bench.Estate = _bench.Estate with { Services = [service with { Settings = service.Settings.With(rollout) }] };
    }

    [Theory]
    [InlineData(RolloutWish.Deploy, true)]
    [InlineData(RolloutWish.Status, false)]
    public async Task Request_ThatIsNotCarriedOut_IsAnsweredByANotice(RolloutWish wish, bool isNotified)
    {
        await _bench.HandleAsync(Bench.Alarm(0));
        var before = _bench.Notifier.Sent.Count;

        var report = await _bench.HandleAsync(
            new Signal.OperatorRequested(
                _bench.Open.Target,
                RolloutProcedure.ProcedureName,
                Mode.Act,
                "kim",
                "release 8"
            )
            {
                Rollout = new RolloutRequest(wish, wish == RolloutWish.Deploy ? "api:8" : null),
            }
        );

        Assert.NotEqual(LoopOutcome.Ignored, report.Outcome);
        var notices = _bench.Notifier.Sent.Skip(before).Where(notice => notice.Kind == NoticeKind.NotTaken).ToList();
        Assert.Equal(isNotified ? 1 : 0, notices.Count);
        Assert.All(notices, notice => Assert.Contains("release 8", notice.Text, StringComparison.Ordinal));
    }
}
