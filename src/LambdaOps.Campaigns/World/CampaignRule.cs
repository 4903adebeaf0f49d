using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// A rule whose weights split the traffic between a service and another one, which is no more than its targets here. A
/// person may write the weights, too.
/// </summary>
internal sealed class CampaignRule(CampaignRun run, CampaignService service)
{
    private const double RequestsPerMinute = 6000;

    private const int OthersTasks = 3;

    public int Own { get; private set; }

    public int Other { get; private set; } = 100;

    /// <summary>Whether requests that come to the service by it fail.</summary>
    public bool IsBad { get; set; }

    /// <summary>Since when the other group has no target; null while it has some.</summary>
    public long? OtherEmptySince { get; private set; }

    public TimeSpan StickyFor { get; private set; }

    /// <summary>The share that LambdaOps gave it last.</summary>
    public int GivenByLoop { get; private set; }

    /// <summary>Since when the service gets some of the traffic by it; null where it gets none.</summary>
    public DateTimeOffset? TrafficSince { get; private set; }

    /// <summary>Whether the service has got any of the traffic by it.</summary>
    public bool IsUsed => TrafficSince is not null;

    private DateTimeOffset Now => CampaignClock.Start.AddTicks(run.Clock.Ticks);

    public RuleWeights See(TargetCounts own) =>
        new(Own, Other, own, new TargetCounts(OtherEmptySince is null ? OthersTasks : 0, 0, 0, 0))
        {
            StickyFor = StickyFor,
        };

    /// <summary>What came to the service by it.</summary>
    public RevisionLoad Load()
    {
        var minutes = ImmutableArray.CreateBuilder<RevisionMinute>();
        var newest = Now.AddTicks(-(Now.Ticks % TimeSpan.TicksPerMinute)) - TimeSpan.FromMinutes(1);
        for (
            var at = newest;
            at >= TrafficSince && at > Now - RevisionLoad.Window && Own > 0;
            at -= TimeSpan.FromMinutes(1)
        )
        {
            var requests = RequestsPerMinute * Own / (Own + Other);
            var errors =
                IsBad ? 0.05
                : service.Failures.FindLast(one => one.At < at.AddMinutes(1)).Fails ? 0.6
                : 0;
            minutes.Insert(0, new RevisionMinute(at, requests, requests * errors, 0, 200));
        }

        return new RevisionLoad(service.Targets, minutes.ToImmutable());
    }

    /// <summary>ModifyRule, after its rule was read once more.</summary>
    public ActionOutcome Shift(int from, int to)
    {
        if (See(service.Targets).ChangedFrom(from) is { } changed)
        {
            return new ActionOutcome.Refused(changed);
        }

        Write(to, 100 - to);
        GivenByLoop = to;
        return new ActionOutcome.Done($"weights {to} and {100 - to}");
    }

    /// <summary>A person, or a tool, writes the weights.</summary>
    public void Move(int own, int other)
    {
        run.Say($"someone gives {service.Operated.Id} {own} of {own + other}");
        Write(own, other);
    }

    /// <summary>The other service's tasks are gone for a while.</summary>
    public void EmptyOther(TimeSpan length)
    {
        run.Say($"the other group of {service.Operated.Id} is empty");
        OtherEmptySince ??= run.Clock.Ticks;
        run.Clock.In(length, FillOther);
        service.Touch();
    }

    public void Stick(TimeSpan length)
    {
        run.Say($"clients stay with their group of {service.Operated.Id} for {length.TotalSeconds:0} s");
        StickyFor = length;
        service.Touch();
    }

    /// <summary>A person ends what nobody looks after.</summary>
    public void Fix()
    {
        (IsBad, StickyFor) = (false, TimeSpan.Zero);
        FillOther();
        if (Own > 0)
        {
            Move(0, 100);
        }
    }

    private void FillOther()
    {
        OtherEmptySince = null;
        service.Touch();
    }

    private void Write(int own, int other)
    {
        (Own, Other) = (own, other);
        TrafficSince = own == 0 ? null : TrafficSince ?? Now;
        service.Touch();
    }
}
