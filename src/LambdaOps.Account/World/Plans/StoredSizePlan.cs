namespace LambdaOps.Account.World.Plans;

/// <summary>What a bucket holds as S3's metrics say it, whatever small objects stand for that here.</summary>
public sealed record StoredSizePlan(string Bucket, params IReadOnlyList<StoredClassPlan> Classes);

/// <param name="Class">As S3's metrics name it (StandardStorage).</param>
/// <param name="Bytes">At the world's start.</param>
/// <param name="BytesADay">How much more there is each day.</param>
public sealed record StoredClassPlan(string Class, double Bytes, double BytesADay)
{
    /// <summary>So long after the world's start; before it that is negative.</summary>
    public double On(TimeSpan after) => Math.Max(0, Bytes + (BytesADay * after.TotalDays));
}
