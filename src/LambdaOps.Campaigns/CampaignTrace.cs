using System.Globalization;

namespace LambdaOps.Campaigns;

/// <summary>
/// A number for an event, the same in every process: what two equal runs have in common. 0 for what is told only for a
/// timeline.
/// </summary>
internal static class CampaignTrace
{
    public static long Of(CampaignEvent happened) =>
        happened switch
        {
            CampaignEvent.Finished finished => 2 + finished.By.Number + ((long)(finished.Report?.Outcome ?? 0) << 32),
            CampaignEvent.Died died => 3 + died.By.Number,
            CampaignEvent.Claimed claimed => 4 + claimed.By.Number + ((claimed.Lease?.Fence ?? 0) << 32),
            CampaignEvent.Saved saved => 5
                + saved.By.Number
                + ((saved.Incident?.Beat ?? 0) << 24)
                + ((saved.Incident?.Lines.Length ?? 0L) << 48),
            CampaignEvent.Changing changing => 7
                + changing.By.Number
                + ((long)changing.Change.Description.Length << 32),
            CampaignEvent.Answered answered => 11
                + answered.By.Number
                + ((long)answered.Change.Description.Length << 32),
            CampaignEvent.Noticed noticed => 13 + noticed.By.Number + ((long)noticed.Notice.Text.Length << 32),
            CampaignEvent.Gone gone => 17 + gone.Message.Number,
            CampaignEvent.Turned turned => 19 + ((long)turned.Alarm.State << 32),
            CampaignEvent.Outage outage => 23 + ((long)outage.Kind << 32),
            _ => 0,
        };
}

/// <summary>Virtual time for people.</summary>
internal static class CampaignTime
{
    public static string Show(long ticks) =>
        new TimeSpan(ticks).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
