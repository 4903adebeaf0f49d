using LambdaOps.Core;

namespace LambdaOps.Account.World.Plans;

/// <summary>An image in the account's registry.</summary>
public sealed record ImagePlan(string Repository, string Tag)
{
    /// <summary>The region whose registry has it; null for that of every region.</summary>
    public string? Region { get; init; }

    /// <summary>How long before the world's start it was pushed.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>What its newest scan found; null where it was never scanned.</summary>
    public ScanPlan? Scan { get; init; } = new ScanPlan();

    /// <summary>The same for the same image.</summary>
    public string Digest
    {
        get
        {
            ulong Hash(int part) => Chance.Hash((ulong)part, $"image {Repository}:{Tag}");
            return $"sha256:{Hash(1):x16}{Hash(2):x16}{Hash(3):x16}{Hash(4):x16}";
        }
    }

    /// <summary>As a task definition names it.</summary>
    public string NameIn(string region, string account) => $"{RegistryIn(region, account)}/{Repository}:{Tag}";

    public static string RegistryIn(string region, string account) => $"{account}.dkr.ecr.{region}.amazonaws.com";
}

/// <summary>A scan of an image: by the registry itself (basic), or by Inspector (enhanced).</summary>
public sealed record ScanPlan
{
    /// <summary>As ECR writes it. With a status that is no result there are no findings.</summary>
    public string Status { get; init; } = "COMPLETE";

    /// <summary>How long before the world's start it ended.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(2);

    public int Critical { get; init; }

    public int High { get; init; }

    public int Low { get; init; }

    public bool IsEnhanced { get; init; }
}
