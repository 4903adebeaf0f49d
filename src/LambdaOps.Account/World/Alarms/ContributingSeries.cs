using LambdaOps.Account.World.Metrics;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Alarms;

/// <summary>One series of a Metrics Insights alarm over many, with its present state.</summary>
public sealed class ContributingSeries
{
    internal ContributingSeries(Alarm alarm, SeriesKey series, ulong seed, DateTimeOffset now)
    {
        (Alarm, Series) = (alarm, series);
        Id = Chance.StreamOf(seed, $"contributor {alarm.Name} {series.Text}").Uuid()[..16];
        Now = new AlarmSnapshot(AlarmStateValue.Ok, "Unchecked: Initial alarm creation", null, now);
    }

    public Alarm Alarm { get; }

    public SeriesKey Series { get; }

    public string Id { get; }

    public AlarmSnapshot Now { get; internal set; }

    public AlarmStateValue State => Now.Value;
}
