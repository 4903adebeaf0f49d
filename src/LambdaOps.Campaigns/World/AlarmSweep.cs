using LambdaOps.Core;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// alarmCheck, as the loop hears of it: every quarter of an hour it sends each alarm that has fired for a while, and that
/// nobody silenced, to its function. Of an alarm with many series it sees the whole alone.
/// </summary>
internal sealed class AlarmSweep(CampaignRun run, Chance chance)
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>For how long an alarm has to fire.</summary>
    public static readonly TimeSpan HeardWithin = TimeSpan.FromMinutes(5);

    /// <summary>CloudWatch shows when the alarm changed; the event may have it from another clock.</summary>
    public static readonly TimeSpan Off = TimeSpan.FromSeconds(2);

    public void Begin() => run.Clock.In(Every * chance.Share(), Sweep);

    private void Sweep()
    {
        foreach (var alarm in run.ActiveAlarms)
        {
            if (
                alarm is { RaisedAt: { } at, Silenced: null, Rule.Contributor: null }
                && run.Clock.Now - at >= HeardWithin
            )
            {
                var shown = at + (Off * ((2 * chance.Share()) - 1));
                run.Mail.SendFound(alarm.Firing(shown, AlarmRoute.Check), alarm.Rule);
            }
        }

        run.Clock.In(Every, Sweep);
    }
}
