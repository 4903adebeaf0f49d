using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.SecurityFindings;

/// <summary>What is said of findings that were read. A service that was not seen is never fine, one that is off is said.</summary>
internal sealed class FindingsJudgement(CheckSituation situation, SecurityFindingsPolicy policy)
{
    /// <summary>Ids that are remembered of a service in a region; of more, nothing is said to be new.</summary>
    private const int MostRemembered = 200;

    private readonly ImmutableSortedDictionary<string, FindingsThen> _before =
        (situation.Last?.Keep as CheckMemory.SecurityFindings)?.Seen
        ?? ImmutableSortedDictionary<string, FindingsThen>.Empty;

    private readonly HashSet<string> _named = situation.Last is { } last
        ? [.. last.Problems.Select(problem => problem.Key)]
        : [];

    private IEnumerable<ServiceSeen> Services =>
        [
            new(
                "Access Analyzer",
                policy.ExpectsAccessAnalyzer,
                situation.Seen.Of(SecurityFindingLooks.AccessAnalyzer)
            ),
            new("GuardDuty", policy.ExpectsGuardDuty, situation.Seen.Of(SecurityFindingLooks.GuardDuty)),
            new("Security Hub", policy.ExpectsSecurityHub, situation.Seen.Of(SecurityFindingLooks.SecurityHub)),
            new("Inspector", policy.ExpectsInspector, situation.Seen.Of(SecurityFindingLooks.Inspector)),
        ];

    public ImmutableArray<Finding> Findings() => [.. Services.SelectMany(OfService)];

    /// <summary>
    /// What the next run has to know. Of a place that could not be read, what was known of it: else all of it would be new
    /// tomorrow.
    /// </summary>
    public CheckMemory.SecurityFindings Kept()
    {
        var seen = ImmutableSortedDictionary.CreateBuilder<string, FindingsThen>(StringComparer.Ordinal);
        var regions = ((SecurityPlaces)situation.Part.About).Regions;
        foreach (var service in Services)
        {
            foreach (var region in regions)
            {
                var place = Place(service, region);
                var read = service.In(region);
                if (read is { WhyMissing: null, WhyOff: null, Gaps: [] } && !IsCut(read))
                {
                    var ids = Problems(read).Select(one => one.Id).Distinct().Order(StringComparer.Ordinal);
                    if (ids.Take(MostRemembered + 1).ToImmutableArray() is { Length: <= MostRemembered } all)
                    {
                        seen[place] = new FindingsThen(situation.Run.StartedAt, all);
                    }
                }
                else if (read?.WhyOff is null && _before.TryGetValue(place, out var before))
                {
                    seen[place] = before;
                }
            }
        }

        return new CheckMemory.SecurityFindings(seen.ToImmutable());
    }

    private IEnumerable<Finding> OfService(ServiceSeen service) =>
        service.Seen is Fact<SeenFindings>.Known { Value.Regions: var regions }
            ? regions.SelectMany(region => OfRegion(service, region))
            :
            [
                new Finding(
                    FindingLevel.Missing,
                    service.Name,
                    $"the findings of {service.Name} could not be read: {service.Seen.WhyUnknown}"
                ),
            ];

    private IEnumerable<Finding> OfRegion(ServiceSeen service, FindingsOfRegion region)
    {
        var place = Place(service, region.Region);
        var named = $"{service.Name} in {region.Region}";
        if (region.WhyMissing is { } why)
        {
            return [new Finding(FindingLevel.Missing, place, $"the findings of {named} could not be read: {why}")];
        }

        if (region.WhyOff is { } off)
        {
            return
            [
                service.IsExpected
                    ? new Finding(
                        FindingLevel.Warning,
                        $"off {place}",
                        $"{named} is off ({off}), and the estate expects it to be on: nothing looks there"
                    )
                    : new Finding(
                        FindingLevel.Fine,
                        $"off {place}",
                        $"{named} is off ({off}): there is nothing to read"
                    ),
            ];
        }

        return
        [
            new Finding(FindingLevel.Fine, $"summary {place}", Summary(named, place, region)),
            .. region.Gaps.Select(
                (gap, index) => new Finding(FindingLevel.Missing, Text($"gap {index + 1} {place}"), $"{named}: {gap}")
            ),
            .. Named(named, place, region),
        ];
    }

    private string Summary(string named, string place, FindingsOfRegion region)
    {
        var counts =
            $"{Count(region, SecuritySeverity.High)} of {Name(SecuritySeverity.High)} severity, "
            + $"{Count(region, SecuritySeverity.Medium)} of {Name(SecuritySeverity.Medium)}, "
            + $"{Count(region, SecuritySeverity.Low)} of {Name(SecuritySeverity.Low)}";
        return $"{named}, open findings: {counts}{New(place, region)}";
    }

    private static string Count(FindingsOfRegion region, SecuritySeverity severity) =>
        AtLeast(region, severity) + Text($"{region.All.Count(one => one.Severity == severity)}");

    private static string AtLeast(FindingsOfRegion region, SecuritySeverity severity) =>
        region.More.Contains(severity) ? "at least " : "";

    private static string Name(SecuritySeverity severity) =>
        severity switch
        {
            SecuritySeverity.High => "high or critical",
            SecuritySeverity.Medium => "medium",
            _ => "low",
        };

    /// <summary>Nothing where it cannot be known: at the first run, and where there are too many to remember.</summary>
    private string New(string place, FindingsOfRegion region)
    {
        if (!_before.TryGetValue(place, out var before) || IsCut(region))
        {
            return "";
        }

        var count = Problems(region).Select(one => one.Id).Distinct().Except(before.Ids).Count();
        return Text($"; {count} new since {before.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
    }

    /// <summary>
    /// The worst and newest; with those that the last report named and that are still open: a problem that is there is not
    /// said to be gone.
    /// </summary>
    private IEnumerable<Finding> Named(string named, string place, FindingsOfRegion region)
    {
        var problems = Problems(region)
            .DistinctBy(one => one.Id)
            .OrderByDescending(one => one.Severity)
            .ThenByDescending(one => one.Since ?? DateTimeOffset.MinValue)
            .ThenBy(one => one.Id, StringComparer.Ordinal)
            .ToList();
        var said = problems.Where((one, index) => index < policy.Named || _named.Contains(Key(place, one))).ToHashSet();
        foreach (var one in problems.Where(said.Contains))
        {
            yield return new Finding(LevelOf(one.Severity), Key(place, one), $"{named}: {InWords(one)}");
        }

        foreach (var severity in new[] { SecuritySeverity.High, SecuritySeverity.Medium })
        {
            var rest = problems.Count(one => one.Severity == severity && !said.Contains(one));
            if (rest > 0)
            {
                yield return new Finding(
                    LevelOf(severity),
                    $"more {Name(severity)} {place}",
                    Text($"{named}: {AtLeast(region, severity)}{rest} further findings of {Name(severity)} severity")
                );
            }
        }
    }

    private string InWords(SecurityFinding one) =>
        $"{one.Title} ({one.Resource ?? "it does not say of what"}), {Name(one.Severity)} severity, {Open(one.Since)}";

    private string Open(DateTimeOffset? since) =>
        since is not { } first
            ? "open since nobody says when"
            : (situation.Now - first).WholeDays() switch
            {
                0 => "open for less than a day",
                1 => "open for 1 day",
                var days => Text($"open for {days} days"),
            };

    /// <summary>Whether some of its problems were not read, so that nobody can tell which are new.</summary>
    private static bool IsCut(FindingsOfRegion region) => region.More.Any(severity => severity > SecuritySeverity.Low);

    private static IEnumerable<SecurityFinding> Problems(FindingsOfRegion region) =>
        region.All.Where(one => one.Severity > SecuritySeverity.Low);

    private static FindingLevel LevelOf(SecuritySeverity severity) =>
        severity == SecuritySeverity.High ? FindingLevel.Danger : FindingLevel.Warning;

    private static string Place(ServiceSeen service, string region) => $"{service.Name} {region}";

    private static string Key(string place, SecurityFinding one) => $"{place} {one.Id}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record ServiceSeen(string Name, bool IsExpected, Fact<SeenFindings> Seen)
    {
        public FindingsOfRegion? In(string region) =>
            Seen is Fact<SeenFindings>.Known { Value.Regions: var regions }
                ? regions.FirstOrDefault(one => one.Region == region)
                : null;
    }
}
