using LambdaOps.Core;
using LambdaOps.Core.Estates;

namespace LambdaOps.Campaigns;

/// <summary>
/// In some runs one alarm watches the same number of all services, each by a series of its own: drawn from a stream of its
/// own, so that most runs are what they are without.
/// </summary>
internal static class SharedAlarmDraw
{
    private static readonly string[] s_kinds = ["5xx", "cpu", "memory"];

    public static Estate AddTo(Estate estate, ulong seed)
    {
        var chance = Chance.StreamOf(seed, "shared alarms");
        var shared = s_kinds.Where(_ => chance.Below(4) == 0).ToList();
        return shared.Count == 0
            ? estate
            : estate with
            {
                Alarms =
                [
                    .. estate.Alarms.Select(rule =>
                        shared.Find(kind => IsOwn(rule, kind)) is { } kind ? Shared(rule, kind) : rule
                    ),
                ],
            };
    }

    /// <summary>The rule that is about an alarm of that kind of a service, its own or one that many share.</summary>
    public static AlarmRule? RuleFor(Estate estate, TargetId service, string kind) =>
        estate.Alarms.FirstOrDefault(rule => rule.Target == service && rule == Shared(rule, kind));

    private static bool IsOwn(AlarmRule rule, string kind) =>
        rule.Match is AlarmMatch.ByName(var name) && name == $"{rule.Target}-{kind}";

    private static AlarmRule Shared(AlarmRule rule, string kind) =>
        rule with
        {
            Match = new AlarmMatch.ByName($"{kind}-by-service"),
            Contributor = KeyValuePair.Create("ServiceName", rule.Target.Value),
        };
}
