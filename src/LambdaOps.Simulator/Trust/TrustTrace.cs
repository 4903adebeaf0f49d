using System.Globalization;

namespace LambdaOps.Simulator.Trust;

/// <summary>
/// A number for an event, the same in every process: what two equal runs have in common. 0 for what is told only for a
/// timeline.
/// </summary>
internal static class TrustTrace
{
    public static long Of(TrustEvent happened) =>
        happened switch
        {
            TrustEvent.Finished finished => 2 + finished.By.Number + ((long)(finished.Report?.Outcome ?? 0) << 32),
            TrustEvent.Died died => 3 + died.By.Number,
            TrustEvent.Claimed claimed => 4 + claimed.By.Number + ((claimed.Lease?.Fence ?? 0) << 32),
            TrustEvent.Saved saved => 5
                + saved.By.Number
                + ((saved.Incident?.Beat ?? 0) << 24)
                + ((saved.Incident?.Lines.Length ?? 0L) << 48),
            TrustEvent.Changing changing => 7 + changing.By.Number + ((long)changing.Action.Description.Length << 32),
            TrustEvent.Answered answered => 11 + answered.By.Number + ((long)answered.Action.Description.Length << 32),
            TrustEvent.Noticed noticed => 13 + noticed.By.Number + ((long)noticed.Notice.Text.Length << 32),
            TrustEvent.Gone gone => 17 + gone.Message.Number,
            TrustEvent.Turned turned => 19 + ((long)turned.Alarm.State << 32),
            TrustEvent.Outage outage => 23 + ((long)outage.Kind << 32),
            _ => 0,
        };
}

/// <summary>Virtual time for people.</summary>
internal static class TrustTime
{
    public static string Show(long ticks) =>
        new TimeSpan(ticks).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
