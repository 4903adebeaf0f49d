using LambdaOps.Account.World;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.S3;

/// <summary>
/// What S3 writes of buckets into CloudWatch once a day, each day's more than a day later (BucketSizeBytes by class of
/// storage, NumberOfObjects). Of a bucket without objects it writes nothing.
/// </summary>
public sealed class StorageMetrics
{
    private const int DaysBefore = 36;
    private const double Objects = 1000;

    /// <summary>From the end of a day on.</summary>
    private static readonly TimeSpan s_delay = TimeSpan.FromHours(30);

    private readonly SimulatedWorld _world;
    private readonly S3Service _s3;
    private readonly DateTimeOffset _start;

    private StorageMetrics(SimulatedWorld world, S3Service s3)
    {
        (_world, _s3, _start) = (world, s3, world.Clock.Now);
    }

    /// <summary>Of all buckets that are there then.</summary>
    public static void Start(SimulatedWorld world, S3Service s3)
    {
        var metrics = new StorageMetrics(world, s3);
        var today = new DateTimeOffset(world.Clock.Now.UtcDateTime.Date, TimeSpan.Zero);
        for (var day = today.AddDays(-DaysBefore); day < today; day = day.AddDays(1))
        {
            metrics.Write(day);
        }

        metrics.Go(today);
    }

    private void Go(DateTimeOffset day) =>
        _world.Clock.At(
            day.AddDays(1),
            "s3 metrics",
            () =>
            {
                Write(day);
                Go(day.AddDays(1));
            }
        );

    private void Write(DateTimeOffset day)
    {
        foreach (var bucket in _s3.Buckets)
        {
            if (_world.Plan.StoredSizes.FirstOrDefault(one => one.Bucket == bucket.Name) is { } plan)
            {
                Write(day, bucket.Name, plan.Classes.Select(one => (one.Class, one.On(day - _start))), Objects);
            }
            else if (bucket.Objects.ToList() is { Count: > 0 } objects)
            {
                Write(
                    day,
                    bucket.Name,
                    [("StandardStorage", objects.Sum(one => (double)(one.Body?.Length ?? 0)))],
                    objects.Count
                );
            }
        }
    }

    private void Write(
        DateTimeOffset day,
        string bucket,
        IEnumerable<(string Class, double Bytes)> classes,
        double objects
    )
    {
        foreach (var (name, bytes) in classes.Where(one => one.Bytes > 0))
        {
            Add(day, bucket, "BucketSizeBytes", name, bytes, "Bytes");
        }

        Add(day, bucket, "NumberOfObjects", "AllStorageTypes", objects, "Count");
    }

    private void Add(DateTimeOffset day, string bucket, string metric, string storage, double value, string unit) =>
        _world.Metrics.Add(
            MetricName.Of("AWS/S3", metric, ("BucketName", bucket), ("StorageType", storage)),
            MetricCell.Of(day, day.AddDays(1) + s_delay, value, 1, unit)
        );
}
