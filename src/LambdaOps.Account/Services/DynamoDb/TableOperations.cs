using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Tables;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>CreateTable, DescribeTable and the other operations on tables themselves.</summary>
internal static class TableOperations
{
    private const int MostRecoveryDays = 35;

    private static readonly TimeSpan s_backupsAfter = TimeSpan.FromSeconds(90);

    /// <summary>What was written last cannot be restored yet.</summary>
    private static readonly TimeSpan s_recoveryLag = TimeSpan.FromMinutes(5);

    /// <summary>The table that CreateTable or a template asks for.</summary>
    /// <param name="make">Makes it of name, keys, types and indexes.</param>
    public static Table Read(
        JsonObject input,
        Func<string, KeySchema, IReadOnlyDictionary<string, string>, IReadOnlyList<TableIndex>, Table> make
    )
    {
        var name = (string)input["TableName"]!;
        var types = Pairs(input["AttributeDefinitions"]!.AsArray(), "AttributeName", "AttributeType");
        var keys = Keys(input["KeySchema"]!.AsArray(), types);
        var indexes = Indexes(input, "GlobalSecondaryIndexes", true, types)
            .Concat(Indexes(input, "LocalSecondaryIndexes", false, types))
            .ToList();
        var unused = types.Keys.Except(keys.Names.Concat(indexes.SelectMany(i => i.Keys.Names))).ToList();
        if (unused.Count > 0)
        {
            throw Parameter(
                "Some AttributeDefinitions are not used. "
                    + $"AttributeDefinitions: [{string.Join(", ", types.Keys)}], "
                    + $"keys used: [{string.Join(", ", keys.Names)}]"
            );
        }

        var table = make(name, keys, types, indexes);
        Apply(table, input);
        if (table.Provisioned is null && (string?)input["BillingMode"] != "PAY_PER_REQUEST")
        {
            throw Parameter(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is " + "PROVISIONED"
            );
        }

        return table;
    }

    private static void Apply(Table table, JsonObject input)
    {
        Apply(table.Capacity, input);
        if ((string?)input["BillingMode"] == "PAY_PER_REQUEST")
        {
            table.Provisioned = null;
        }

        foreach (var index in (input["GlobalSecondaryIndexes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Apply(table.Throughput.Of((string)index["IndexName"]!), index);
        }

        table.IsDeletionProtected = (bool?)input["DeletionProtectionEnabled"] ?? table.IsDeletionProtected;
    }

    private static void Apply(TableCapacity capacity, JsonObject input)
    {
        capacity.Provisioned = TableUpdates.ProvisionedIn(input) ?? capacity.Provisioned;
        capacity.OnDemandMaximum = TableUpdates.MaximumIn(input, capacity) ?? capacity.OnDemandMaximum;
    }

    public static JsonObject Describe(Table table, string arn)
    {
        var described = new JsonObject
        {
            ["TableName"] = table.Name,
            ["TableArn"] = arn,
            ["TableId"] = table.Id,
            ["TableStatus"] = StatusOf(table),
            ["CreationDateTime"] = Nodes.Moment(table.CreatedAt),
            ["KeySchema"] = Keys(table.Keys),
            ["AttributeDefinitions"] = new JsonArray([
                .. table.Types.Select(t => new JsonObject { ["AttributeName"] = t.Key, ["AttributeType"] = t.Value }),
            ]),
            ["ItemCount"] = table.Count,
            ["TableSizeBytes"] = table.Size,
            ["ProvisionedThroughput"] = Throughput(table, index: null),
            ["BillingModeSummary"] = BillingMode(table),
            ["DeletionProtectionEnabled"] = table.IsDeletionProtected,
        };
        described.PutUnlessNull("OnDemandThroughput", OnDemand(table.Capacity));
        DescribeBesides(table, arn, described);
        foreach (var kind in table.Indexes.GroupBy(i => i.IsGlobal))
        {
            described[kind.Key ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"] = new JsonArray([
                .. kind.Select(i => Describe(table, i, arn)),
            ]);
        }

        return described;
    }

    /// <summary>Its stream, its replicas, and what it was restored from.</summary>
    private static void DescribeBesides(Table table, string arn, JsonObject described)
    {
        if (table.Stream is { } view)
        {
            var label = table.CreatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
            described["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = view };
            (described["LatestStreamLabel"], described["LatestStreamArn"]) = (label, $"{arn}/stream/{label}");
        }

        if (table.Replicas.Count > 0)
        {
            described["GlobalTableVersion"] = "2019.11.21";
            described["Replicas"] = new JsonArray([
                .. table.Replicas.Select(replica => new JsonObject
                {
                    ["RegionName"] = replica.Key,
                    ["ReplicaStatus"] = replica.Value,
                }),
            ]);
        }

        if (table.Origin is { } origin)
        {
            described["RestoreSummary"] = new JsonObject
            {
                ["SourceTableArn"] = origin.SourceArn,
                ["RestoreDateTime"] = Nodes.Moment(origin.At),
                ["RestoreInProgress"] = origin.IsUnderWay,
            };
        }
    }

    /// <param name="takes">How long the change is under way.</param>
    public static JsonObject SetTimeToLive(Table table, JsonObject input, DateTimeOffset now, TimeSpan takes)
    {
        var wanted = input["TimeToLiveSpecification"]!.AsObject();
        table.TimeToLive.Change((string)wanted["AttributeName"]!, (bool)wanted["Enabled"]!, now, takes);
        return new JsonObject { ["TimeToLiveSpecification"] = wanted.DeepClone() };
    }

    public static JsonObject DescribeTimeToLive(Table table, DateTimeOffset now)
    {
        var described = new JsonObject { ["TimeToLiveStatus"] = table.TimeToLive.StatusAt(now) };
        described.PutUnlessNull("AttributeName", table.TimeToLive.ShownAt(now));
        return new JsonObject { ["TimeToLiveDescription"] = described };
    }

    /// <summary>To which times the table can be restored now; null where to none.</summary>
    public static (DateTimeOffset Earliest, DateTimeOffset Latest)? WindowOf(Table table, DateTimeOffset now)
    {
        if (table.RecoveryDays is not { } days)
        {
            return null;
        }

        var (kept, latest) = (now - TimeSpan.FromDays(days), now - s_recoveryLag);
        var earliest = kept > table.RecoverableFrom ? kept : table.RecoverableFrom;
        return earliest <= latest ? (earliest, latest) : null;
    }

    public static JsonObject DescribeContinuousBackups(Table table, DateTimeOffset now)
    {
        var recovery = new JsonObject
        {
            ["PointInTimeRecoveryStatus"] = table.RecoveryDays is null ? "DISABLED" : "ENABLED",
        };
        if (table.RecoveryDays is { } days)
        {
            recovery["RecoveryPeriodInDays"] = days;
            if (WindowOf(table, now) is var (earliest, latest))
            {
                recovery["EarliestRestorableDateTime"] = Nodes.Moment(earliest);
                recovery["LatestRestorableDateTime"] = Nodes.Moment(latest);
            }
        }

        return new JsonObject
        {
            ["ContinuousBackupsDescription"] = new JsonObject
            {
                ["ContinuousBackupsStatus"] = "ENABLED",
                ["PointInTimeRecoveryDescription"] = recovery,
            },
        };
    }

    /// <summary>A restored table has backups only some time after it is there.</summary>
    public static JsonObject UpdateContinuousBackups(Table table, JsonObject input, DateTimeOffset now)
    {
        if (table.Origin is { Until: var made } && now < made + s_backupsAfter)
        {
            throw new ServiceFault(
                "ContinuousBackupsUnavailableException",
                "Backups are being enabled for the table. Please retry later"
            );
        }

        SetRecovery(table, input["PointInTimeRecoverySpecification"]!.AsObject(), now);
        return DescribeContinuousBackups(table, now);
    }

    /// <param name="wanted">A PointInTimeRecoverySpecification.</param>
    public static void SetRecovery(Table table, JsonObject wanted, DateTimeOffset now)
    {
        var isOn = (bool?)wanted["PointInTimeRecoveryEnabled"] == true;
        table.RecoverableFrom = isOn && table.RecoveryDays is null ? now : table.RecoverableFrom;
        table.RecoveryDays = isOn
            ? (int?)wanted["RecoveryPeriodInDays"] ?? table.RecoveryDays ?? MostRecoveryDays
            : null;
    }

    private static JsonObject Describe(Table table, TableIndex index, string arn)
    {
        var projection = new JsonObject
        {
            ["ProjectionType"] =
                index.Projected is null ? "ALL"
                : index.Projected.Count == 0 ? "KEYS_ONLY"
                : "INCLUDE",
        };
        if (index.Projected is { Count: > 0 } named)
        {
            projection["NonKeyAttributes"] = FaceJson.Array(named);
        }

        var described = new JsonObject
        {
            ["IndexName"] = index.Name,
            ["IndexArn"] = $"{arn}/index/{index.Name}",
            ["KeySchema"] = Keys(index.Keys),
            ["Projection"] = projection,
            ["ItemCount"] = table.View(index.Keys).Count(),
            ["IndexSizeBytes"] = table.View(index.Keys).Sum(item => (long)item.Size),
        };
        if (index.IsGlobal)
        {
            described["IndexStatus"] = StatusOf(table);
            described["ProvisionedThroughput"] = Throughput(table, index.Name);
            described.PutUnlessNull("OnDemandThroughput", OnDemand(table.Throughput.Of(index.Name)));
        }

        return described;
    }

    private static string StatusOf(Table table) =>
        table.IsGoing ? "DELETING"
        : table.Origin is { IsUnderWay: true } ? "CREATING"
        : table.Throughput.IsUpdating ? "UPDATING"
        : "ACTIVE";

    private static JsonObject BillingMode(Table table)
    {
        var mode = new JsonObject { ["BillingMode"] = table.Provisioned is null ? "PAY_PER_REQUEST" : "PROVISIONED" };
        mode.PutUnlessNull("LastUpdateToPayPerRequestDateTime", Moment(table.Throughput.OnDemandSince));
        return mode;
    }

    private static JsonObject Throughput(Table table, string? index)
    {
        var (throughput, capacity) = (table.Throughput, table.Throughput.Of(index).Provisioned);
        var described = new JsonObject
        {
            ["NumberOfDecreasesToday"] = throughput.DecreasesToday(index),
            ["ReadCapacityUnits"] = capacity?.Read ?? 0,
            ["WriteCapacityUnits"] = capacity?.Write ?? 0,
        };
        described.PutUnlessNull("LastIncreaseDateTime", Moment(throughput.LastIncrease(index)));
        described.PutUnlessNull("LastDecreaseDateTime", Moment(throughput.LastDecrease(index)));
        return described;
    }

    private static JsonValue? Moment(DateTimeOffset? at) => at is { } moment ? Nodes.Moment(moment) : null;

    /// <summary>Null where nobody limits it; -1 is what nobody limits beside what somebody does.</summary>
    private static JsonObject? OnDemand(TableCapacity capacity) =>
        capacity.OnDemandMaximum is (null, null)
            ? null
            : new JsonObject
            {
                ["MaxReadRequestUnits"] = capacity.OnDemandMaximum.Read ?? -1,
                ["MaxWriteRequestUnits"] = capacity.OnDemandMaximum.Write ?? -1,
            };

    private static JsonArray Keys(KeySchema keys) =>
        new([
            .. keys.Names.Select(n => new JsonObject
            {
                ["AttributeName"] = n,
                ["KeyType"] = n == keys.Hash ? "HASH" : "RANGE",
            }),
        ]);

    private static KeySchema Keys(JsonArray schema, Dictionary<string, string> types)
    {
        var byKind = Pairs(schema, "KeyType", "AttributeName");
        if (!byKind.TryGetValue("HASH", out var hash))
        {
            throw Parameter("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }

        var keys = new KeySchema(hash, byKind.GetValueOrDefault("RANGE"));
        return keys.Names.FirstOrDefault(n => !types.ContainsKey(n)) is { } missing
            ? throw Parameter(
                "Some index key attributes are not defined in AttributeDefinitions. "
                    + $"Keys: [{missing}], AttributeDefinitions: [{string.Join(", ", types.Keys)}]"
            )
            : keys;
    }

    private static Dictionary<string, string> Pairs(JsonArray list, string key, string value)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in list)
        {
            if (!pairs.TryAdd((string)element![key]!, (string)element[value]!))
            {
                throw Parameter($"{key} {element[key]} is there more than once");
            }
        }

        return pairs;
    }

    private static IEnumerable<TableIndex> Indexes(
        JsonObject input,
        string member,
        bool isGlobal,
        Dictionary<string, string> types
    ) =>
        (input[member] as JsonArray ?? []).Select(i => new TableIndex(
            (string)i!["IndexName"]!,
            Keys(i["KeySchema"]!.AsArray(), types),
            isGlobal,
            (string?)i["Projection"]?["ProjectionType"] switch
            {
                "KEYS_ONLY" => [],
                "INCLUDE" => [.. i["Projection"]!["NonKeyAttributes"]!.AsArray().Select(n => (string)n!)],
                _ => null,
            }
        ));

    private static ServiceFault Parameter(string message) =>
        new("ValidationException", $"One or more parameter values were invalid: {message}");
}
