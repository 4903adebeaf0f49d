namespace LambdaOps.Account.World.Alarms;

/// <summary>A rule that keeps the actions of alarms back at times.</summary>
/// <param name="Expression">As it was given, as are <paramref name="Duration"/> and <paramref name="Zone"/>.</param>
/// <param name="From">From when the rule counts; null for at once.</param>
/// <param name="Expires">From when it does not any more; null for never.</param>
public sealed record MuteRule(
    string Name,
    string? Description,
    string Expression,
    string Duration,
    string? Zone,
    IReadOnlyList<string> Alarms,
    DateTimeOffset? From,
    DateTimeOffset? Expires,
    DateTimeOffset UpdatedAt
)
{
    public MuteSchedule Schedule { get; } = MuteSchedule.Parse(Expression, Duration, Zone);

    public MuteStatus StatusAt(DateTimeOffset now) =>
        Expires <= now || Schedule.NextEnd(now) is null ? MuteStatus.Expired
        : !(From > now) && Schedule.Covers(now) ? MuteStatus.Active
        : MuteStatus.Scheduled;

    /// <summary>When it may stop muting next; null when it never mutes again.</summary>
    internal DateTimeOffset? NextEnd(DateTimeOffset now) =>
        StatusAt(now) == MuteStatus.Expired ? null
        : Schedule.NextEnd(now) is { } end && !(Expires < end) ? end
        : Expires;
}

public enum MuteStatus
{
    Scheduled,
    Active,
    Expired,
}

/// <summary>
/// The account's mute rules. A muted alarm goes on changing its state, and EventBridge hears of it; only its actions
/// wait.
/// </summary>
public sealed class MuteRules
{
    private readonly SimulatedWorld _world;
    private readonly Action _ended;
    private readonly SortedDictionary<string, MuteRule> _rules = new(StringComparer.Ordinal);

    /// <param name="ended">Called whenever an alarm may be muted no longer.</param>
    internal MuteRules(SimulatedWorld world, Action ended)
    {
        _world = world;
        _ended = ended;
    }

    public IReadOnlyCollection<MuteRule> All => _rules.Values;

    public MuteRule? Find(string name) => _rules.GetValueOrDefault(name);

    /// <summary>Creates a rule, or puts it in the place of the one with its name.</summary>
    public void Put(MuteRule rule)
    {
        _rules[rule.Name] = rule;
        _ended();
        AwaitEnd(rule);
    }

    public void Delete(string name)
    {
        if (_rules.Remove(name))
        {
            _ended();
        }
    }

    public bool Mutes(string alarm) =>
        _rules.Values.Any(rule => rule.Alarms.Contains(alarm) && rule.StatusAt(_world.Clock.Now) == MuteStatus.Active);

    private void AwaitEnd(MuteRule rule)
    {
        if (rule.NextEnd(_world.Clock.Now) is not { } end)
        {
            return;
        }

        _world.Clock.At(
            end,
            $"mute rule {rule.Name} ends",
            () =>
            {
                if (Find(rule.Name) == rule)
                {
                    _ended();
                    AwaitEnd(rule);
                }
            }
        );
    }
}
