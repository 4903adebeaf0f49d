using System.Collections.Immutable;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Estates;

/// <summary>What people promised for one recovery level.</summary>
/// <param name="Rto">So soon after its beginning a disturbance is over.</param>
/// <param name="Rpo">Data of no longer than that is lost.</param>
public sealed record RecoveryGoal(TimeSpan Rto, TimeSpan Rpo);

/// <summary>The goal of each recovery level.</summary>
public sealed record RecoveryGoals(ImmutableSortedDictionary<RecoveryLevel, RecoveryGoal> ByLevel)
{
    /// <summary>A month, in minutes.</summary>
    private const int Most = 31 * 24 * 60;

    /// <summary>The runbook's table (災害復旧, DRレベル定義).</summary>
    public static RecoveryGoals Default { get; } =
        new(
            new Dictionary<RecoveryLevel, RecoveryGoal>
            {
                [RecoveryLevel.Service] = new(TimeSpan.FromHours(1), TimeSpan.Zero),
                [RecoveryLevel.Zone] = new(TimeSpan.FromHours(2), TimeSpan.FromHours(1)),
                [RecoveryLevel.Region] = new(TimeSpan.FromHours(4), TimeSpan.FromHours(1)),
                [RecoveryLevel.Data] = new(TimeSpan.FromHours(8), TimeSpan.FromHours(24)),
            }.ToImmutableSortedDictionary()
        );

    public RecoveryGoal this[RecoveryLevel level] => ByLevel[level];

    /// <summary>The name of a level in estates.</summary>
    public static string NameOf(RecoveryLevel level) => $"{level}".ToLowerInvariant();

    /// <summary>What the file does not say is the runbook's.</summary>
    internal static RecoveryGoals Read(JsonPlace place)
    {
        if (!place.Exists)
        {
            return Default;
        }

        place.IsObject("an object of goals by recovery level: service, zone, region, data");
        var goals = new RecoveryGoals(
            Default
                .ByLevel.Select(one => KeyValuePair.Create(one.Key, Read(place[NameOf(one.Key)], one.Value)))
                .ToImmutableSortedDictionary()
        );
        place.NothingElse();
        return goals;
    }

    private static RecoveryGoal Read(JsonPlace place, RecoveryGoal standard)
    {
        if (!place.Exists)
        {
            return standard;
        }

        place.IsObject("an object with rtoMinutes and rpoMinutes");
        var goal = new RecoveryGoal(
            Minutes(place["rtoMinutes"], 1, standard.Rto),
            Minutes(place["rpoMinutes"], 0, standard.Rpo)
        );
        place.NothingElse();
        return goal;
    }

    private static TimeSpan Minutes(JsonPlace place, int from, TimeSpan standard) =>
        TimeSpan.FromMinutes(place.Whole(from, Most, (int)standard.TotalMinutes));
}
