namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// An invocation fails only for what its calls did: anything else is a defect.
/// </summary>
internal sealed class NoSurprise(TrustRun run) : Checker(run)
{
    public override string Rule => "no surprise";

    public override void See(TrustEvent happened)
    {
        if (happened is TrustEvent.Finished { Failed: { } failed } finished
            && failed is not (TrustCallException or OperationCanceledException))
        {
            Break($"{finished.By} fails with {failed.GetType().Name}: {failed.Message}");
        }
    }
}
