using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.LogRetention;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Nights;

/// <summary>Log groups with all kinds of retention, which people set anew; the estate enforces some of its own.</summary>
public sealed class LogRetentionNight : NightResource
{
    private static readonly ImmutableArray<int> s_days = [7, 30, 90, 365, 731];

    private readonly ImmutableArray<LogGroupRule> _rules;
    private readonly SortedDictionary<string, int?> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?> _seen = [];

    /// <summary>Since when a report can have named what a group has: the first look that showed it.</summary>
    private readonly Dictionary<(string Group, int? Days), DateTimeOffset> _firstSeen = [];

    private string? _broken;

    public LogRetentionNight(ulong seed, DateTimeOffset start)
    {
        Now = start;
        var chance = Chance.StreamOf(seed, "log groups");
        _rules =
        [
            .. Enumerable
                .Range(0, 3 + chance.Below(45))
                .Select(at => new LogGroupRule(
                    string.Create(CultureInfo.InvariantCulture, $"/group/{at:00}"),
                    chance.Below(5) == 0 ? null : s_days[chance.Below(s_days.Length)],
                    Enforce: chance.Below(3) != 0
                )),
        ];
        foreach (var rule in _rules.Where(_ => chance.Below(20) != 0))
        {
            _groups[rule.Name] = Draw(chance);
        }
    }

    public override ProcedureName Check => LogRetentionProcedure.ProcedureName;

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(LogGroupLooks.Retention, (at, _) => Task.FromResult(See((LogGroupBatch)at.Target)))];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            ChangeCall.To<Change.SetLogRetention>(
                ChangeKind.SetLogRetention,
                (change, _, _) => Task.FromResult(Set(change))
            ),
        ];

    private DateTimeOffset Now { get; set; }

    public override Estate Name(Estate estate) =>
        estate with
        {
            LogGroups = _rules,
            Services = [.. estate.Services.Select(service => service with { LogGroup = null })],
        };

    /// <summary>Someone sets a retention, takes it away, or creates or deletes a group.</summary>
    public override void Interfere(Chance chance, DateTimeOffset now)
    {
        Now = now;
        if (chance.Below(4) != 0)
        {
            return;
        }

        var group = _rules[chance.Below(_rules.Length)].Name;
        if (chance.Below(10) == 0)
        {
            _groups.Remove(group);
        }
        else
        {
            _groups[group] = Draw(chance);
        }
    }

    public override string? Broken(DateTimeOffset now)
    {
        Now = now;
        return _broken;
    }

    public override string? Undone(CheckReport last, DateTimeOffset now) =>
        _rules
            .Where(rule => rule is { Enforce: true, RetentionDays: not null })
            .Where(rule => _seen.GetValueOrDefault(rule.Name, rule.RetentionDays) != rule.RetentionDays)
            .Where(rule => !last.Problems.Any(problem => problem.Text.StartsWith(rule.Name, StringComparison.Ordinal)))
            .Select(rule => $"{rule.Name} is not as the estate wants it, and nobody hears of it")
            .FirstOrDefault();

    private static int? Draw(Chance chance) => chance.Below(4) == 0 ? null : s_days[chance.Below(s_days.Length)];

    private LogGroupStates See(LogGroupBatch batch)
    {
        ImmutableArray<LogGroupState> found =
        [
            .. batch
                .Groups.Where(rule => _groups.ContainsKey(rule.Name))
                .Select(rule => new LogGroupState(rule.Name, _groups[rule.Name])),
        ];
        foreach (var group in found)
        {
            _seen[group.Name] = group.RetentionDays;
            _firstSeen.TryAdd((group.Name, group.RetentionDays), Now);
        }

        return new LogGroupStates(found);
    }

    private ActionOutcome Set(Change.SetLogRetention change)
    {
        var rule = _rules.Single(one => one.Name == change.Group);
        var before = _seen.GetValueOrDefault(change.Group);
        _broken ??=
            !rule.Enforce ? $"{rule.Name} was set, and the estate does not enforce it"
            : rule.RetentionDays != change.Days ? $"{rule.Name} was set to {change.Days} days, not the estate's"
            : (before is null || before > change.Days)
            && Now - _firstSeen[(change.Group, before)] < LogRetentionPolicy.Default.ShortenAfter
                ? $"{rule.Name} was shortened, and nobody was told before"
            : null;
        if (!_groups.ContainsKey(change.Group))
        {
            return new ActionOutcome.Refused("ResourceNotFoundException");
        }

        _groups[change.Group] = _seen[change.Group] = change.Days;
        return new ActionOutcome.Done("accepted");
    }
}
