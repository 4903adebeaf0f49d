using LambdaOps.Account.World;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>
/// Deletes expired items some time after they expired, each after a delay of its own, without using capacity. Until
/// then everybody still reads them.
/// </summary>
internal sealed class TimeToLiveDeletions(SimulatedWorld world)
{
    private const string Metric = "TimeToLiveDeletedItemCount";
    private static readonly TimeSpan s_beat = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly List<Watched> _watched = [];
    private bool _isRunning;

    /// <summary>Takes a table in whose time to live is on, or will be soon.</summary>
    public void Watch(Table table)
    {
        if (!_watched.Exists(known => known.Table == table))
        {
            _watched.Add(new Watched(table));
        }

        if (!_isRunning)
        {
            _isRunning = true;
            world.Clock.In(s_beat, "time to live", Beat);
        }
    }

    /// <summary>Deletes what is due by now. What was due before the table was first looked at is in the metric, too.</summary>
    public void Sweep(Table table) => Sweep(_watched.Find(known => known.Table == table)!);

    private void Beat()
    {
        _watched.ForEach(Sweep);
        world.Clock.In(s_beat, "time to live", Beat);
    }

    private void Sweep(Watched watched)
    {
        var (table, now) = (watched.Table, world.Clock.Now);
        if (!table.TimeToLive.DeletesAt(now) || (table.Version == watched.Version && now < watched.NextDue))
        {
            return;
        }

        var next = DateTimeOffset.MaxValue;
        var due = new List<(Item Item, DateTimeOffset At)>();
        foreach (var item in table.Unordered)
        {
            if (DueAt(table, item, now) is { } at)
            {
                next = at > now && at < next ? at : next;
                if (at <= now)
                {
                    due.Add((item, at < watched.SweptAt ? watched.SweptAt : at));
                }
            }
        }

        due.ForEach(gone => table.Remove(table.KeyOf(gone.Item)));
        Publish(table, due.Select(gone => gone.At));
        (watched.Version, watched.NextDue, watched.SweptAt) = (table.Version, next, now);
    }

    private DateTimeOffset? DueAt(Table table, Item item, DateTimeOffset now)
    {
        if (table.TimeToLive.ExpiryOf(item, now) is not { } expiry)
        {
            return null;
        }

        var key = AttributeJson.WriteItem(table.KeyOf(item)).ToJsonString();
        var share = Chance.HashedShare(world.Seed, $"time to live {table.Name} {key}", expiry.ToUnixTimeSeconds());
        var from = expiry > table.TimeToLive.SettledAt ? expiry : table.TimeToLive.SettledAt;
        return from + (table.LatestExpiry * share);
    }

    private void Publish(Table table, IEnumerable<DateTimeOffset> moments)
    {
        foreach (var minute in moments.GroupBy(at => at.AddTicks(-(at.Ticks % s_minute.Ticks))).OrderBy(m => m.Key))
        {
            world.Metrics.Add(
                MetricName.Of("AWS/DynamoDB", Metric, ("TableName", table.Name)),
                MetricCell.Of(minute.Key, minute.Key + s_minute + world.Plan.MetricDelay, minute.Count(), 1, "Count")
            );
        }
    }

    private sealed class Watched(Table table)
    {
        public Table Table { get; } = table;

        /// <summary>The table's version after the last sweep; of a table that was never swept, none.</summary>
        public long Version { get; set; } = -1;

        public DateTimeOffset NextDue { get; set; }

        public DateTimeOffset SweptAt { get; set; }
    }
}
