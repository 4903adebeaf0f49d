using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>
/// Restores to a point in time: a new table with the old one's keys, indexes and items of that time. Its tags, stream, time
/// to live, recovery and policy are not restored.
/// </summary>
public sealed class TableRestores
{
    /// <summary>Any restores of an account at a time.</summary>
    private const int Most = 50;

    private const double BytesASecond = 20_000_000;

    private static readonly TimeSpan s_takesAtLeast = TimeSpan.FromMinutes(6);

    private readonly SimulatedWorld _world;
    private readonly DynamoDbService _tables;

    internal TableRestores(SimulatedWorld world, DynamoDbService tables) => (_world, _tables) = (world, tables);

    /// <summary>Global indexes that a restore leaves out, as a caller's overrides would.</summary>
    public IReadOnlyList<string> WithoutIndexes { get; set; } = [];

    /// <summary>Which items of that time a restore has: all, but in a drill.</summary>
    public Func<Item, bool> Keeps { get; set; } = static _ => true;

    /// <summary>How many of other people run now.</summary>
    public int Others { get; set; }

    internal JsonObject Begin(JsonObject input)
    {
        var source = SourceOf(input);
        var name = (string)input["TargetTableName"]!;
        var now = _world.Clock.Now;
        var window =
            TableOperations.WindowOf(source, now)
            ?? throw new ServiceFault(
                "PointInTimeRecoveryUnavailableException",
                $"Point in time recovery is not enabled for table '{source.Name}'"
            );
        if (_tables.Find(name) is not null)
        {
            throw new ServiceFault("TableAlreadyExistsException", $"Table already exists: {name}");
        }

        if (Others + _tables.Tables.Count(table => table.Origin is { IsUnderWay: true }) >= Most)
        {
            throw new ServiceFault("LimitExceededException", $"Too many restores in progress, at most {Most}");
        }

        var at = (bool?)input["UseLatestRestorableTime"] == true ? window.Latest : Asked(input, window);
        var share = Chance.HashedShare(_world.Seed, $"restore of {source.Name} as {name}", now.Ticks);
        var takes =
            s_takesAtLeast + TimeSpan.FromSeconds(source.Size / BytesASecond) + (TimeSpan.FromMinutes(10) * share);
        IReadOnlyList<Item> items = [.. (source.History?.ItemsAt(source, at) ?? source.Items).Where(Keeps)];
        var origin = new RestoreOrigin(_world.Clock, source.Arn, at, now + takes);
        var made = _tables.Restore(
            source,
            name,
            isOnDemand: (string?)input["BillingModeOverride"] == "PAY_PER_REQUEST" || source.Provisioned is null,
            origin,
            WithoutIndexes
        );
        foreach (var item in items)
        {
            made.Store(item);
        }

        made.History = new TableHistory(_world.Clock);
        _world.Tell("call", source.Name, $"RestoreTableToPointInTime: {name}");
        return new JsonObject { ["TableDescription"] = TableOperations.Describe(made, made.Arn) };
    }

    private Table SourceOf(JsonObject input)
    {
        var name =
            (string?)input["SourceTableArn"]
            ?? (string?)input["SourceTableName"]
            ?? throw new ServiceFault(
                "ValidationException",
                "One of SourceTableName or SourceTableArn is required for the restore."
            );
        return _tables.Find(name) ?? throw new ServiceFault("TableNotFoundException", $"Table not found: {name}");
    }

    private static DateTimeOffset Asked(JsonObject input, (DateTimeOffset Earliest, DateTimeOffset Latest) window)
    {
        var at = input["RestoreDateTime"] is { } asked
            ? Nodes.MomentOf(asked)
            : throw new ServiceFault(
                "ValidationException",
                "RestoreDateTime or UseLatestRestorableTime must be specified"
            );
        return at >= window.Earliest && at <= window.Latest
            ? at
            : throw new ServiceFault(
                "InvalidRestoreTimeException",
                $"Invalid restore time: must be between {window.Earliest:O} and {window.Latest:O}"
            );
    }
}

/// <summary>What a table was restored from.</summary>
internal sealed record RestoreOrigin(VirtualClock Clock, string SourceArn, DateTimeOffset At, DateTimeOffset Until)
{
    public bool IsUnderWay => Clock.Now < Until;
}
