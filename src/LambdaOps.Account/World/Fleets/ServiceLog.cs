using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>What a service says: its events, as DescribeServices shows them, and what spectators are told.</summary>
internal sealed class ServiceLog(SimulatedWorld world, string service, Chance chance)
{
    private const int EventsKept = 100;

    private readonly List<ServiceEvent> _events = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ServiceEvent> Events => _events;

    public void Say(string message)
    {
        _events.Insert(0, new ServiceEvent(chance.Uuid(), world.Clock.Now, $"(service {service}) {message}"));
        if (_events.Count > EventsKept)
        {
            _events.RemoveAt(EventsKept);
        }
    }

    public void Tell(string source, string text) => world.Tell(source, service, text);
}
