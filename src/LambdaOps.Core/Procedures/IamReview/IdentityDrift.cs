using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.IamReview;

namespace LambdaOps.Core.Procedures.IamReview;

/// <summary>
/// What has changed since the last scheduled run that saw everything. A run that a person asked for is held against the
/// same, and does not replace it: else a look in between would hide what changed before it.
/// </summary>
internal sealed class IdentityDrift(CheckSituation situation, AccountIdentities seen)
{
    private readonly Memory? _before = situation.Last?.Keep as Memory;

    private readonly Memory _now = new(
        situation.Now,
        seen.All.ToImmutableSortedDictionary(one => one.ToString(), Written, StringComparer.Ordinal)
    );

    /// <summary>What the next run is held against; null where that is more than the journal holds.</summary>
    public Memory? Keep() =>
        seen.WhyIncomplete is not null ? _before
        : _before is not null && situation.Run.ScheduledFor is null ? _before
        : _now.Fits ? _now
        : null;

    public ImmutableArray<Finding> Findings()
    {
        if (seen.WhyIncomplete is not null)
        {
            return
            [
                Missing("whether anything has changed could not be seen, as not all users, roles and policies were"),
            ];
        }

        if (!_now.Fits)
        {
            return
            [
                Missing(
                    FormattableString.Invariant(
                        $"{_now.Entities.Count} users, roles and policies are more than can be remembered: "
                    ) + "nobody sees what changes"
                ),
            ];
        }

        if (_before is null)
        {
            return
            [
                Fine(
                    FormattableString.Invariant($"{_now.Entities.Count} users, roles and policies are remembered; ")
                        + "there is nothing to hold them against yet"
                ),
            ];
        }

        var changes = Changes(_before).ToList();
        return changes.Count == 0
            ? [Fine($"IAM drift since {Since}: none")]
            :
            [
                .. FindingList.Bounded(
                    [
                        .. changes.Select(change => new Finding(
                            FindingLevel.Warning,
                            $"drift {change.Of}",
                            $"IAM drift since {Since}: {change.Of} {change.Says}"
                        )),
                    ],
                    $"IAM drift since {Since}"
                ),
            ];
    }

    private IEnumerable<(string Of, string Says)> Changes(Memory before) =>
        from name in before.Entities.Keys.Union(_now.Entities.Keys).Order(StringComparer.Ordinal)
        let says = (before.Entities.GetValueOrDefault(name), _now.Entities.GetValueOrDefault(name)) switch
        {
            (null, _) => "is new",
            (_, null) => "is gone",
            ({ } old, { } current) => Differing(old, current) is { Count: > 0 } parts
                ? $"has changed ({string.Join(", ", parts)})"
                : null,
        }
        where says is not null
        select (name, says);

    /// <summary>Parts that only one of them has are none: another version of LambdaOps knows others.</summary>
    private static List<string> Differing(string before, string now)
    {
        var (old, current) = (Parts(before), Parts(now));
        return
        [
            .. current
                .Where(part => old.TryGetValue(part.Key, out var digest) && digest != part.Value)
                .Select(part => IamPart.Names.GetValueOrDefault(part.Key, "another part")),
        ];
    }

    private static Dictionary<char, string> Parts(string written) =>
        written
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .DistinctBy(part => part[0])
            .ToDictionary(part => part[0], part => part[1..]);

    private static string Written(IamEntity entity) =>
        string.Join(' ', entity.Parts.Select(part => $"{part.Letter}{part.Digest}"));

    /// <summary>The day by the estate's wall clock, in UTC on a machine that does not know it.</summary>
    private string Since =>
        LocalDay
            .At(_before!.Since, TimeZones.Find(situation.Estate.TimeZone) ?? TimeZoneInfo.Utc)
            .Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Finding Fine(string says) => new(FindingLevel.Fine, "drift", says);

    private static Finding Missing(string says) => new(FindingLevel.Missing, "drift", says);
}
