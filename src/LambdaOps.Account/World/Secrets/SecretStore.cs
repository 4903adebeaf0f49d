using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.World.Secrets;

/// <summary>The secrets of the account, and what tasks take of them when they start.</summary>
public sealed class SecretStore
{
    private readonly List<StoredSecret> _all = [];

    internal SecretStore(SimulatedWorld world)
    {
        foreach (var plan in world.Plan.Secrets)
        {
            var arn = plan.ArnIn(world.Plan.Region, world.Plan.AccountId);
            _all.Add(new StoredSecret(world, plan, arn));
        }
    }

    public IReadOnlyList<StoredSecret> All => _all;

    /// <summary>By name, by ARN, or by an ARN without the letters at its end.</summary>
    public StoredSecret? Find(string nameOrArn) =>
        _all.Find(secret =>
            secret.Name == nameOrArn
            || secret.Arn == nameOrArn
            || secret.Arn[..secret.Arn.LastIndexOf('-')] == nameOrArn
        );

    /// <summary>
    /// What a task gets for a reference: the version, or null with why there is none. The forms are ECS's: an ARN, and
    /// after it a JSON key, a label and a version.
    /// </summary>
    internal (StoredVersion? Version, string Why) Resolve(string valueFrom)
    {
        var parts = valueFrom.Split(':');
        var secret = parts.Length >= 7 ? Find(string.Join(':', parts[..7])) : null;
        if (secret is null)
        {
            return (null, "ResourceNotFoundException: Secrets Manager can't find the specified secret.");
        }

        if (secret.DeletedAt is not null)
        {
            return (null, "InvalidRequestException: the secret was marked for deletion.");
        }

        var (label, id) = (Part(parts, 8), Part(parts, 9));
        var version = id is null ? secret.Labelled(label ?? StoredSecret.Current) : secret.Version(id);
        return version is null || (id is not null && label is not null && !version.Labels.Contains(label))
            ? (null, "ResourceNotFoundException: Secrets Manager can't find the specified secret value.")
            : (version, "");
    }

    private static string? Part(string[] parts, int at) => parts.Length > at && parts[at].Length > 0 ? parts[at] : null;
}
