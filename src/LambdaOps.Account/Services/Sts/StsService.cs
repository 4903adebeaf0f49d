using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.Sts;

/// <summary>STS: who am I, and the credentials of a role.</summary>
public sealed class StsService(SimulatedWorld world, string account) : IServiceFace
{
    private const int DefaultSeconds = 3600;
    private readonly SeededIds _ids = new(world.Seed, "sts");

    public string Model => "sts";

    /// <summary>Told of every key that a role was given: access key, secret, and the assumed role's ARN.</summary>
    public Action<string, string, string>? OnAssumed { get; set; }

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "GetCallerIdentity" => new JsonObject
            {
                ["UserId"] = $"AIDASIMULATED:{call.Caller}",
                ["Account"] = account,
                ["Arn"] = $"arn:aws:sts::{account}:assumed-role/{call.Caller}/simulator",
            },
            "AssumeRole" => Assume(call.Input),
            _ => throw new ServiceFault("InvalidAction", $"The simulator's STS has no {call.Operation}."),
        };

    private JsonObject Assume(JsonObject input)
    {
        var role = (string)input["RoleArn"]!;
        var session = (string)input["RoleSessionName"]!;
        var life = TimeSpan.FromSeconds((int?)input["DurationSeconds"] ?? DefaultSeconds);
        var key = $"ASIA{_ids.Token(16).ToUpperInvariant()}";
        var secret = _ids.Token(32);
        var arn = $"arn:aws:sts::{account}:assumed-role/{role[(role.LastIndexOf('/') + 1)..]}/{session}";
        OnAssumed?.Invoke(key, secret, arn);
        return new JsonObject
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = key,
                ["SecretAccessKey"] = secret,
                ["SessionToken"] = _ids.Token(32),
                ["Expiration"] = Nodes.Moment(world.Clock.Now + life),
            },
            ["AssumedRoleUser"] = new JsonObject { ["AssumedRoleId"] = $"AROASIMULATED:{session}", ["Arn"] = arn },
        };
    }
}
