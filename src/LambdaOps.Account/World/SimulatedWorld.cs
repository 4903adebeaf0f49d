using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World;

/// <summary>
/// The simulated estate and its surroundings. One seed draws everything random; the same seed gives the same run.
/// All state is read and changed with <see cref="Gate"/> held.
/// </summary>
public sealed partial class SimulatedWorld
{
    private readonly List<Action<WorldEvent>> _spectators = [];
    private readonly List<CallRecord> _calls = [];
    private readonly List<ApiFault> _apiFaults = [];
    private readonly Dictionary<ApiFault, int> _disturbed = new(ReferenceEqualityComparer.Instance);

    public SimulatedWorld(ulong seed, DateTimeOffset start)
        : this(seed, start, WorldPlan.Empty) { }

    public ulong Seed { get; }

    public Lock Gate { get; } = new();

    public VirtualClock Clock { get; }

    public IReadOnlyList<CallRecord> Calls => _calls;

    public IReadOnlyList<ApiFault> ApiFaults => _apiFaults;

    /// <summary>
    /// IAM: why the caller may not make a call, or null. Without roles everybody may do everything.
    /// </summary>
    public Func<Services.ServiceCall, string?> WhyDenied { get; set; } = _ => null;

    public void Watch(Action<WorldEvent> spectator) => _spectators.Add(spectator);

    /// <param name="body">Of a notice: what it says below its subject.</param>
    public void Tell(string kind, string subject, string text, string? body = null)
    {
        var seen = new WorldEvent(Clock.Now, kind, subject, text) { Body = body };
        foreach (var spectator in _spectators)
        {
            spectator(seen);
        }
    }

    public void Record(CallRecord call) => _calls.Add(call);

    public void Disturb(ApiFault fault) => _apiFaults.Add(fault);

    /// <summary>Ends a disturbance before its time.</summary>
    public void Calm(ApiFault fault) => _apiFaults.RemoveAll(known => ReferenceEquals(known, fault));

    /// <summary>The disturbance that a call meets now, or null. Asked once for each call: disturbances count.</summary>
    public ApiFaultKind? FaultFor(string service, string operation)
    {
        foreach (var fault in _apiFaults)
        {
            var meant = fault.Service == service && (fault.Operation == "*" || fault.Operation == operation);
            var disturbed = _disturbed.GetValueOrDefault(fault);
            if (meant && fault.From <= Clock.Now && Clock.Now < fault.Until && disturbed < fault.Times)
            {
                _disturbed[fault] = disturbed + 1;
                return fault.Kind;
            }
        }

        return null;
    }
}
