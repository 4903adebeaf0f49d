using System.Collections.Frozen;
using LambdaOps.Campaigns.Resources;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>Reads a run's world for the loop: late, blind, or what was true a moment ago.</summary>
/// <param name="apart">Draws the fate of looks that change no other draw.</param>
internal sealed class CampaignObserver(CampaignRun run, CampaignCalls calls, CampaignCalls apart, Chance chance)
    : IObserver
{
    private static readonly FrozenDictionary<Look, CampaignLook> s_looks = ResourceInCampaign
        .All.SelectMany(resource => resource.Looks)
        .ToFrozenDictionary(one => one.Look);

    /// <summary>What a run's world can show.</summary>
    public static IEnumerable<Look> Looks => s_looks.Keys;

    public CampaignRun Run => run;

    public Chance Chance => chance;

    public Task<Fact> LookAsync(Look look, LookAt at, CancellationToken cancellationToken)
    {
        var what = s_looks[look];

        // A procedure may do without what another needs.
        what = look.IsOptional == what.Look.IsOptional ? what : what with { Look = look };
        what.Asked?.Invoke(run);
        var seen = LookAsync(what, at, cancellationToken);
        what.After?.Invoke(run, at);
        return seen;
    }

    /// <summary>Whose look is being answered: a slow one is answered while nobody runs.</summary>
    private CampaignInvocation? _asks;

    /// <summary>Whether metrics are wrong in this moment.</summary>
    public bool IsWrong(string what) => Strikes(FaultKind.MetricsWrong, what);

    /// <summary>Whether a fault of the metrics strikes in this moment.</summary>
    public bool Strikes(FaultKind fault, string what)
    {
        if (!run.IsFaulty || !run.Options.Faults.Contains(fault) || chance.Share() >= run.Plan.FaultRate)
        {
            return false;
        }

        _asks?.SawWrong = true;
        run.Strike(_asks, fault, what);
        return true;
    }

    private CampaignCalls Of(CampaignLook what) => what.IsApart ? apart : calls;

    private Task<Fact> LookAsync(CampaignLook what, LookAt at, CancellationToken cancellationToken)
    {
        var (drawn, takes) = (Of(what).Draw(CallKind.Look, what.Where), what.Takes(run, at));
        var fate = drawn.Fault is null && !drawn.IsDead ? drawn with { Takes = drawn.Takes + takes.Ticks } : drawn;
        run.Current!.SawStale |= fate.Fault == FaultKind.LookStale;
        return fate.IsPlain || fate.Fault == FaultKind.LookStale
            ? Task.FromResult(Shown(run.Current!, what, Seen(run.Current!, what, at, fate.Fault is not null)))
            : WatchAsync(what, fate, at, cancellationToken);
    }

    /// <summary>A look that takes its time; the invocation remembers when it came to nothing.</summary>
    private async Task<Fact> WatchAsync(CampaignLook what, Fate fate, LookAt at, CancellationToken cancellationToken)
    {
        var (by, beganAt) = (run.Current!, run.Clock.Ticks);
        var seen = await Of(what)
            .MakeAsync(
                fate,
                () => Seen(by, what, at, isStale: false),
                cancellationToken,
                failed: why =>
                {
                    by.Missed += what.MayFail ? 0 : 1;
                    by.MissedWayBack |= what.Look == TaskDefinitionLooks.WayBack;
                    run.Tell(new CampaignEvent.Looked(by, what.Name, why));
                    if (cancellationToken.IsCancellationRequested && !by.Deadline.IsCancellationRequested)
                    {
                        run.Tell(
                            new CampaignEvent.GivenUp(by, what.Look, at.Target, new TimeSpan(run.Clock.Ticks - beganAt))
                        );
                    }
                }
            );
        return Shown(by, what, seen);
    }

    private Fact Seen(CampaignInvocation by, CampaignLook what, LookAt at, bool isStale)
    {
        _asks = by;
        return what.See(this, at, isStale);
    }

    /// <summary>The invocation has its answer: one that got lost on its way was never seen.</summary>
    private Fact Shown(CampaignInvocation by, CampaignLook what, Fact fact)
    {
        switch (fact)
        {
            case Fact<ServiceState>.Known { Value: var state }:
                by.Service = state;
                by.DecidedOn ??= state;
                break;
            case Fact<TargetCounts>.Known { Value: var targets }:
                by.Targets = targets;
                break;
            case Fact<NativeDeployments>.Known { Value.Newest: var newest }:
                by.Newest = newest;
                break;
            case Fact<ActiveAlarms>.Known { Value: var alarms }:
                by.Alarms = alarms;
                break;
            case Fact<SitePages>.Known or Fact<ShownPage>.Known:
                by.SawPage = true;
                break;
        }

        var shown = what.Show(fact);
        by.Missed += shown is null && !what.MayFail ? 1 : 0;
        if (run.Keeps)
        {
            run.Tell(new CampaignEvent.Looked(by, what.Name, shown));
        }

        return fact;
    }
}
