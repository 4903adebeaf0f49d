namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// An invocation fails only for what its calls did: anything else is a defect.
/// </summary>
internal sealed class NoSurprise(TrustRun run) : Checker(run)
{
    public override string Rule => "no surprise";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Finished { Failed: { } failed } finished && !IsOfACall(failed))
        {
            Break($"{finished.By} fails with {failed.GetType().Name}: {failed.Message}");
        }
    }

    /// <summary>The watchdog goes on with the next incident, and says at its end what failed.</summary>
    private static bool IsOfACall(Exception failed) =>
        failed is TrustCallException or OperationCanceledException
        || (failed is AggregateException several && several.InnerExceptions.All(IsOfACall));
}
