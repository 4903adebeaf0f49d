using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Tables;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Scaling;

/// <summary>
/// Application Auto Scaling of provisioned tables: once a minute, each capacity is put between its bounds and moved
/// towards what was consumed ÷ target. Up at once, down after a quarter of an hour without a change. What others set
/// with UpdateTable is moved back the same way; a raised minimum is not. On-demand tables are left alone.
/// </summary>
public sealed class TableAutoscaler
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_reading = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan s_scaleInAfter = TimeSpan.FromMinutes(15);

    private readonly SimulatedWorld _world;
    private readonly List<ScalableTable> _targets = [];

    internal TableAutoscaler(SimulatedWorld world)
    {
        _world = world;
        foreach (var table in world.Tables.All)
        {
            foreach (var plan in table.Plan.Autoscaling)
            {
                Add(table, plan.Index, plan.Kind, plan.Min, plan.Max, plan.TargetPercent, s_longAgo);
            }
        }
    }

    private static readonly TimeSpan s_longAgo = TimeSpan.FromDays(30);

    public IReadOnlyList<ScalableTable> Targets => _targets;

    public ScalableTable? Find(string resourceId, string dimension) =>
        _targets.Find(target => target.ResourceId == resourceId && target.Dimension == dimension);

    /// <summary>Changes the bounds, or begins to hold a capacity between them; null leaves a bound as it is.</summary>
    /// <exception cref="ArgumentException">There is no such table, or the bounds are none.</exception>
    public ScalableTable Register(string resourceId, string dimension, int? min, int? max, string by)
    {
        var known = Find(resourceId, dimension);
        if ((min ?? known?.Min) is not { } least || (max ?? known?.Max) is not { } most)
        {
            throw new ArgumentException("MinCapacity and MaxCapacity must be specified for a new scalable target.");
        }

        if (least < 1 || least > most)
        {
            throw new ArgumentException(
                $"Maximum capacity cannot be less than minimum capacity: MinCapacity {least}, MaxCapacity {most}."
            );
        }

        known ??= New(resourceId, dimension, least, most);
        (known.Min, known.Max) = (least, most);
        known.Noted.Add(new BoundsChange(_world.Clock.Now, by, least, most));
        _world.Tell("call", known.Table.Name, $"RegisterScalableTarget by {by}: {least} to {most} {known.Kind} units");
        return known;
    }

    private ScalableTable New(string resourceId, string dimension, int min, int max)
    {
        var (name, index) = resourceId.Split('/') switch
        {
            ["table", var only] => (only, null),
            ["table", var one, "index", var its] => (one, its),
            _ => ("", (string?)null),
        };
        var table = _world.Tables.Find(name);
        if (table is null || (index is not null && !table.Plan.Indexes.Any(one => one.Name == index)))
        {
            throw new ArgumentException($"DynamoDB table or index does not exist: {resourceId}");
        }

        var kind = dimension.Contains(":Read", StringComparison.Ordinal) ? CapacityKind.Read : CapacityKind.Write;
        return Add(table, index, kind, min, max, targetPercent: null, TimeSpan.Zero);
    }

    private ScalableTable Add(
        ApplicationTable table,
        string? index,
        CapacityKind kind,
        int min,
        int max,
        double? targetPercent,
        TimeSpan age
    )
    {
        var (region, account) = (_world.Plan.Region, _world.Plan.AccountId);
        var id = $"{Chance.Hash(_world.Seed, $"scalable target {table.Name} {index} {kind}"):x16}";
        var target = new ScalableTable
        {
            Table = table,
            Index = index,
            Kind = kind,
            Arn = $"arn:aws:application-autoscaling:{region}:{account}:scalable-target/{id}",
            CreatedAt = _world.Clock.Now - age,
            Min = min,
            Max = max,
            TargetPercent = targetPercent,
        };
        _targets.Add(target);
        if (_targets.Count == 1)
        {
            Await();
        }

        return target;
    }

    /// <summary>The next moment at which the datapoint of a whole minute has just become visible.</summary>
    private void Await()
    {
        var now = _world.Clock.Now;
        var lag = _world.Plan.MetricDelay + s_reading;
        var minute = (now - lag).AddTicks(-((now - lag).Ticks % s_minute.Ticks));
        _world.Clock.At(
            minute + s_minute + lag,
            "table autoscaling",
            () =>
            {
                foreach (var target in _targets)
                {
                    Judge(target);
                }

                Await();
            }
        );
    }

    private void Judge(ScalableTable target)
    {
        var throughput = target.Table.Throughput;
        if (throughput.IsUpdating || throughput.Of(target.Index).Provisioned is not var (read, write))
        {
            return;
        }

        var units = target.Kind == CapacityKind.Read ? read : write;
        var asked = target.TargetPercent is { } percent
            ? (long)Math.Ceiling(ConsumedOf(target) / percent * 100)
            : units;
        var wanted = Math.Clamp(asked, target.Min, target.Max);
        var isHeld = units >= target.Min && units <= target.Max;
        if (
            wanted > units
            || (wanted < units && throughput.MayDecrease(target.Index) && (!isHeld || IsSettled(throughput, target)))
        )
        {
            var part = new ThroughputPart(
                target.Index,
                target.Kind == CapacityKind.Read ? (wanted, write) : (read, wanted),
                null
            );
            throughput.Change(target.Table.Name, new ThroughputChange(null, [part]));
            target.NotedMoves.Add(new CapacityMove(_world.Clock.Now, wanted));
            _world.Tell(
                "call",
                target.Table.Name,
                $"autoscaling sets {wanted} {target.Kind} units (they were {units})"
            );
        }
    }

    private bool IsSettled(TableThroughput throughput, ScalableTable target) =>
        _world.Clock.Now - throughput.LastDecrease(target.Index) is not { } down
            ? _world.Clock.Now - throughput.LastIncrease(target.Index) is not { } up || up >= s_scaleInAfter
            : down >= s_scaleInAfter
                && (
                    _world.Clock.Now - throughput.LastIncrease(target.Index) is not { } since || since >= s_scaleInAfter
                );

    /// <summary>Units a second in the last whole minute.</summary>
    private double ConsumedOf(ScalableTable target)
    {
        var now = _world.Clock.Now;
        var thisMinute = now.AddTicks(-(now.Ticks % s_minute.Ticks));
        (string, string)[] about = target.Index is { } index
            ? [("TableName", target.Table.Name), ("GlobalSecondaryIndexName", index)]
            : [("TableName", target.Table.Name)];
        var name = MetricName.Of("AWS/DynamoDB", $"Consumed{target.Kind}CapacityUnits", about);
        return (_world.Metrics.Read(name, thisMinute - s_minute, s_minute, now)?.Sum ?? 0) / s_minute.TotalSeconds;
    }
}

/// <summary>The reads or writes of a table, or of an index of it, that Application Auto Scaling moves.</summary>
public sealed class ScalableTable : ScalableResource
{
    public required ApplicationTable Table { get; init; }

    /// <summary>Null for the table's own.</summary>
    public string? Index { get; init; }

    public required CapacityKind Kind { get; init; }

    /// <summary>The share of the capacity that is to be used; null for bounds alone.</summary>
    public double? TargetPercent { get; init; }

    public override string Namespace => "dynamodb";

    /// <summary>"table/name", or "table/name/index/name".</summary>
    public override string ResourceId => $"table/{Table.Name}" + (Index is null ? "" : $"/index/{Index}");

    public override string Dimension => $"dynamodb:{(Index is null ? "table" : "index")}:{Kind}CapacityUnits";

    /// <summary>Every change that it made, oldest first.</summary>
    public IReadOnlyList<CapacityMove> Moves => NotedMoves;

    internal List<CapacityMove> NotedMoves { get; } = [];
}

/// <summary>A change of a capacity by its autoscaling.</summary>
public sealed record CapacityMove(DateTimeOffset At, long To);
