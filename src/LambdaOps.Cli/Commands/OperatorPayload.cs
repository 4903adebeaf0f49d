using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Aws.Signals;

namespace LambdaOps.Cli.Commands;

/// <summary>A person's event from a command's flags, as events/operator-*.json has it.</summary>
internal static class OperatorPayload
{
    private const string Place = "operator.";

    /// <summary>The payload.</summary>
    /// <param name="members">The event's members, and the flag that each comes from; those that are null are left
    /// out.</param>
    /// <exception cref="UsageException">The functions would refuse it; the sentence names the flag.</exception>
    public static byte[] Of(params (string Name, string Flag, string? Value)[] members)
    {
        var asked = new JsonObject();
        foreach (var (name, _, value) in members.Where(member => member.Value is not null))
        {
            asked[name] = value;
        }

        var payload = Encoding.UTF8.GetBytes(new JsonObject { ["operator"] = asked }.ToJsonString());
        try
        {
            EventReader.Read(payload);
            return payload;
        }
        catch (BadEventException bad)
        {
            var flag = Array.Find(members, member => $"{Place}{member.Name}" == bad.Place).Flag ?? bad.Place;
            throw new UsageException($"{flag}: found {bad.Found}, expected {bad.Expected}");
        }
    }
}
