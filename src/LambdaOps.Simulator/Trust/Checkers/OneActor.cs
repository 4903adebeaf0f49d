namespace LambdaOps.Simulator.Trust.Checkers;

/// <summary>
/// No action by an invocation without the target's current lease (DESIGN 1).
/// </summary>
internal sealed class OneActor(TrustRun run) : Checker(run)
{
    public override string Rule => "one actor per target";

    public override void See(TrustEvent happened)
    {
        if (happened is not TrustEvent.Changing { By: var by, Action: var action })
        {
            return;
        }

        var row = Run.Store[by.Target];
        if (row.Holder != by)
        {
            Break($"'{action.Description}' of {by} takes effect while {row.Holder} has {by.Target}");
        }
        else if (row.LeasedUntil is not { } until || until <= Run.Clock.WholeSeconds)
        {
            Break($"'{action.Description}' of {by} takes effect after its lease on {by.Target} ({row.LeasedUntil})");
        }
    }
}
