namespace LambdaOps.Campaigns.Checkers;

/// <summary>One rule that has to hold at every event of a run.</summary>
internal abstract class Checker(CampaignRun run)
{
    /// <summary>The rule's name, as a violation says it.</summary>
    public abstract string Rule { get; }

    protected CampaignRun Run { get; } = run;

    /// <summary>Something just happened.</summary>
    public abstract void See(CampaignEvent happened);

    /// <summary>The run is over.</summary>
    public virtual void AtEnd() { }

    protected void Break(FormattableString text) => Run.Break(Rule, FormattableString.Invariant(text));
}
