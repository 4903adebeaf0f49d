using LambdaOps.Core;

namespace LambdaOps.Account.World.Plans;

/// <summary>A secret of Secrets Manager with its first version.</summary>
public sealed record SecretPlan(string Name)
{
    public string Value { get; init; } = """{"level":"info"}""";

    /// <summary>The regions that it is replicated to: each with the replica's status.</summary>
    public IReadOnlyDictionary<string, string> Replicas { get; init; } = new Dictionary<string, string>();

    /// <summary>The ARN ends in six letters that Secrets Manager adds.</summary>
    public string ArnIn(string region, string account)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var hash = Chance.Hash(1, $"secret {Name}");
        var suffix = string.Concat(Enumerable.Range(0, 6).Select(at => Letters[(int)((hash >> (at * 8)) % 62)]));
        return $"arn:aws:secretsmanager:{region}:{account}:secret:{Name}-{suffix}";
    }
}

/// <summary>A secret that a container gets as an environment variable when it starts.</summary>
/// <param name="ValueFrom">The secret's ARN, and perhaps :json-key:label:version.</param>
public sealed record SecretReference(string Name, string ValueFrom);
