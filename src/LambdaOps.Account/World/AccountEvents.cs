using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Core;

namespace LambdaOps.Account.World;

/// <summary>What AWS services send to EventBridge's default bus, each event on its own way with its own delay.</summary>
public sealed class AccountEvents
{
    private readonly SimulatedWorld _world;
    private readonly Chance _chance;

    internal AccountEvents(SimulatedWorld world)
    {
        _world = world;
        _chance = Chance.StreamOf(world.Seed, "events of services");
    }

    /// <summary>The whole event in UTF-8, when it has arrived.</summary>
    public Action<byte[]> Arrive { get; set; } = _ => { };

    /// <summary>How often each event arrives: EventBridge delivers at least once.</summary>
    public int Times { get; set; } = 1;

    /// <summary>Added to every event's way.</summary>
    public TimeSpan ExtraDelay { get; set; }

    internal void Send(string source, string detailType, string resource, JsonObject detail)
    {
        var sent = new JsonObject
        {
            ["version"] = "0",
            ["id"] = _chance.Uuid(),
            ["detail-type"] = detailType,
            ["source"] = source,
            ["account"] = _world.Plan.AccountId,
            ["time"] = _world.Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            ["region"] = _world.Plan.Region,
            ["resources"] = new JsonArray(resource),
            ["detail"] = detail,
        };
        var bytes = Encoding.UTF8.GetBytes(sent.ToJsonString());
        for (var i = 0; i < Times; i++)
        {
            var way = _chance.Between(_world.Plan.DeliveryAtLeast, _world.Plan.DeliveryAtMost) + ExtraDelay;
            _world.Clock.In(way, $"{detailType} to EventBridge", () => Arrive(bytes));
        }
    }
}
