namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// An invocation fails only for what its calls did: anything else is a defect.
/// </summary>
internal sealed class NoSurprise(CampaignRun run) : Checker(run)
{
    public override string Rule => "no surprise";

    public override void See(CampaignEvent happened)
    {
        if (happened is CampaignEvent.Finished { Failed: { } failed } finished && !IsOfACall(failed))
        {
            Break($"{finished.By} fails with {failed.GetType().Name}: {failed.Message}");
        }
    }

    /// <summary>The watchdog goes on with the next incident, and says at its end what failed.</summary>
    private static bool IsOfACall(Exception failed) =>
        failed is CampaignCallException or OperationCanceledException
        || (failed is AggregateException several && several.InnerExceptions.All(IsOfACall));
}
