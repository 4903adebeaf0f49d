using LambdaOps.Campaigns.Ports;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

/// <summary>A look and what a run's world shows it.</summary>
/// <param name="Name">Its name in a run's timeline.</param>
/// <param name="See">The answer; what was true a moment ago where it is stale.</param>
internal sealed record CampaignLook(
    Look Look,
    string Name,
    Func<CampaignObserver, LookAt, bool, Fact> See,
    Func<Fact, object?> Show
)
{
    /// <summary>The place of its call in a run's faults.</summary>
    public string Where { get; } = $"look at {char.ToLowerInvariant(Name[0])}{Name[1..]}";

    /// <summary>How long the answer takes, where nothing goes wrong.</summary>
    public Func<CampaignRun, LookAt, TimeSpan> Takes { get; init; } = static (_, _) => TimeSpan.Zero;

    /// <summary>Called when it is asked.</summary>
    public Action<CampaignRun>? Asked { get; init; }

    /// <summary>Called when its answer is on its way.</summary>
    public Action<CampaignRun, LookAt>? After { get; init; }

    /// <summary>Whether nothing is decided by it.</summary>
    public bool IsForPeople { get; init; }

    /// <summary>Whether the fate of its calls is drawn apart, so that it changes no other draw.</summary>
    public bool IsApart { get; init; }

    /// <summary>Whether a change may be made without its answer.</summary>
    public bool MayFail => IsForPeople || Look.IsOptional;

    public static CampaignLook Of<T>(Look<T> look, string name, Func<CampaignObserver, LookAt, bool, T> see)
        where T : class => OfFact(look, name, (by, at, isStale) => Fact.Known(see(by, at, isStale), at.Now));

    /// <summary>What may be answered, and still tell nothing.</summary>
    public static CampaignLook OfFact<T>(Look<T> look, string name, Func<CampaignObserver, LookAt, bool, Fact<T>> see)
        where T : class =>
        new(look, name, (by, at, isStale) => see(by, at, isStale), static fact => (fact as Fact<T>.Known)?.Value);

    /// <summary>Numbers of CloudWatch, of which an answer may have only a part.</summary>
    public static CampaignLook OfMetrics<T>(Look<T> look, string name, Func<CampaignObserver, LookAt, T> see)
        where T : class =>
        OfFact(
            look,
            name,
            (by, at, _) =>
                by.Strikes(FaultKind.MetricsIncomplete, name)
                    ? Fact.Missing<T>("CloudWatch has only a part: InternalError")
                    : Fact.Known(see(by, at), at.Now)
        );
}

/// <summary>A kind of change and what it does to a run's world.</summary>
internal sealed record CampaignChange(ChangeKind Kind, Func<CampaignRun, Change, Resource, ActionOutcome> Make)
{
    /// <typeparam name="T">The case of <see cref="Change"/> that has this kind.</typeparam>
    public static CampaignChange Of<T>(ChangeKind kind, Func<CampaignRun, T, Resource, ActionOutcome> make)
        where T : Change => new(kind, (run, change, target) => make(run, (T)change, target));
}
