using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Tables;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>
/// DynamoDB: tables, items, expressions and transactions. Reads that are not consistent show what was there a moment
/// ago.
/// </summary>
public sealed class DynamoDbService : IServiceFace
{
    private static readonly string[] s_legacy =
    [
        "Expected",
        "ConditionalOperator",
        "AttributeUpdates",
        "AttributesToGet",
        "KeyConditions",
        "QueryFilter",
        "ScanFilter",
    ];

    private static readonly TimeSpan s_deletionTakes = TimeSpan.FromSeconds(8);

    private readonly SortedDictionary<string, Table> _tables = new(StringComparer.Ordinal);
    private readonly SimulatedWorld _world;
    private readonly string _region;
    private readonly string _account;
    private readonly Transactions _transactions;
    private readonly TableBackups _backups;
    private readonly TableRestores _restores;
    private readonly TimeToLiveDeletions _deletions;
    private readonly SeededIds _ids;

    public DynamoDbService(SimulatedWorld world, string region, string account)
    {
        (_world, _region, _account) = (world, region, account);
        _transactions = new Transactions(world.Clock);
        _backups = new TableBackups(world, this);
        _restores = new TableRestores(world, this);
        _deletions = new TimeToLiveDeletions(world);
        _ids = new SeededIds(world.Seed, "dynamodb");
    }

    /// <summary>
    /// For how long after a write the tables made from now on show what was there before to reads that are not
    /// consistent. Zero: everything is consistent at once.
    /// </summary>
    public TimeSpan ShowsOldItemsFor { get; init; }

    public string Model => "dynamodb";

    public IEnumerable<Table> Tables => _tables.Values;

    internal TableBackups Backups => _backups;

    /// <summary>What restores do otherwise than they should, for a drill.</summary>
    public TableRestores Restores => _restores;

    /// <summary>The names of a table's own backups, oldest first.</summary>
    public IEnumerable<string> BackupsOf(string table) => _backups.Of(Table(table));

    /// <summary>A table by its name or ARN.</summary>
    public Table Table(string name) =>
        Find(name) ?? throw new ServiceFault("ResourceNotFoundException", "Requested resource not found");

    /// <summary>Makes an on-demand table with keys of type S.</summary>
    /// <param name="createdAt">Null for now.</param>
    /// <param name="indexes">Names of its global indexes, each with the key that it has.</param>
    public Table CreateTable(
        string name,
        string hash,
        string? range = null,
        DateTimeOffset? createdAt = null,
        params IReadOnlyList<(string Name, string Hash)> indexes
    )
    {
        var keys = new KeySchema(hash, range);
        var types = keys
            .Names.Concat(indexes.Select(index => index.Hash))
            .Distinct()
            .ToDictionary(n => n, _ => "S", StringComparer.Ordinal);
        return Add(
            New(
                name,
                keys,
                types,
                [.. indexes.Select(index => new TableIndex(index.Name, new KeySchema(index.Hash, null), true, null))],
                createdAt ?? _world.Clock.Now
            )
        );
    }

    /// <summary>Makes a table as a template has it: keys, their types and indexes.</summary>
    /// <param name="properties">Of AWS::DynamoDB::Table.</param>
    public Table CreateTable(string name, JsonElement properties)
    {
        var input = new JsonObject { ["TableName"] = name };
        foreach (var member in new[] { "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode" })
        {
            if (properties.TryGetProperty(member, out var value))
            {
                input[member] = JsonNode.Parse(value.GetRawText());
            }
        }

        var table = Add(Read(input));
        if (
            properties.TryGetProperty("TimeToLiveSpecification", out var expiry)
            && expiry.GetProperty("Enabled").GetBoolean()
        )
        {
            ExpireBy(table, expiry.GetProperty("AttributeName").GetString()!);
        }

        if (properties.TryGetProperty("PointInTimeRecoverySpecification", out var recovery))
        {
            TableOperations.SetRecovery(table, JsonNode.Parse(recovery.GetRawText())!.AsObject(), _world.Clock.Now);
        }

        return table;
    }

    /// <summary>Switches time to live on, as a table has it that was made long ago.</summary>
    public void ExpireBy(Table table, string attribute)
    {
        table.TimeToLive.Begin(attribute, table.CreatedAt);
        _deletions.Watch(table);
        _deletions.Sweep(table);
    }

    /// <summary>All items of a table as DynamoDB JSON, for those who look into the world from outside.</summary>
    public IEnumerable<JsonObject> ItemsOf(string table) => Table(table).Items.Select(AttributeJson.WriteItem);

    /// <summary>Somebody's mistake: an attribute of the first items gets another text.</summary>
    public void Overwrite(string table, int items, string attribute, string text)
    {
        foreach (var item in Table(table).Items.Take(items).ToList())
        {
            Table(table)
                .Store(
                    item.With([KeyValuePair.Create<string, AttributeValue>(attribute, new AttributeValue.Text(text))])
                );
        }

        _world.Tell("fault", table, string.Create(CultureInfo.InvariantCulture, $"{items} items are overwritten"));
    }

    public JsonObject Handle(ServiceCall call)
    {
        var input = call.Input;
        if (s_legacy.FirstOrDefault(l => input[l] is not null) is { } legacy)
        {
            throw new ServiceFault(
                "ValidationException",
                "The simulator does not know the legacy parameter " + $"{legacy}; use expressions."
            );
        }

        return call.Operation switch
        {
            "GetItem" => ItemOperations.Get(TableIn(input), input),
            "PutItem" => ItemOperations.Put(TableIn(input), input),
            "UpdateItem" => ItemOperations.Update(TableIn(input), input),
            "DeleteItem" => ItemOperations.Delete(TableIn(input), input),
            "Query" => ReadOperations.Query(TableIn(input), input),
            "Scan" => ReadOperations.Scan(TableIn(input), input),
            "BatchWriteItem" => ItemOperations.BatchWrite(Table, input),
            "TransactWriteItems" => _transactions.Write(Table, input),
            _ => HandleTables(call.Operation, input),
        };
    }

    private JsonObject HandleTables(string operation, JsonObject input) =>
        operation switch
        {
            "CreateTable" => Create(input),
            "DescribeTable" => new JsonObject { ["Table"] = Describe(Described(input)) },
            "UpdateTable" => Update(TableIn(input), input),
            "DeleteTable" => Delete(Described(input)),
            "ListTables" => List(input),
            "UpdateTimeToLive" => SetTimeToLive(TableIn(input), input),
            "DescribeTimeToLive" => TableOperations.DescribeTimeToLive(TableIn(input), _world.Clock.Now),
            "DescribeContinuousBackups" => TableOperations.DescribeContinuousBackups(
                TableWithBackups(input),
                _world.Clock.Now
            ),
            "UpdateContinuousBackups" => TableOperations.UpdateContinuousBackups(
                TableWithBackups(input),
                input,
                _world.Clock.Now
            ),
            "CreateBackup" => _backups.Create(input),
            "DescribeBackup" => _backups.Describe(input),
            "DeleteBackup" => _backups.Delete(input),
            "ListBackups" => _backups.List(input),
            "RestoreTableToPointInTime" => _restores.Begin(input),
            "ListTagsOfResource" => new JsonObject { ["Tags"] = Tags(Table((string)input["ResourceArn"]!)) },
            "TagResource" => Tag(Table((string)input["ResourceArn"]!), input),
            "GetResourcePolicy" => PolicyOf(Table((string)input["ResourceArn"]!)),
            _ => throw new ServiceFault("UnknownOperationException", $"The simulator's DynamoDB has no {operation}."),
        };

    private JsonObject Create(JsonObject input)
    {
        var table = Read(input);
        if (Find(table.Name) is not null)
        {
            throw new ServiceFault("ResourceInUseException", $"Table already exists: {table.Name}");
        }

        return new JsonObject { ["TableDescription"] = Describe(Add(table)) };
    }

    private JsonObject Update(Table table, JsonObject input)
    {
        if (input["StreamSpecification"] is JsonObject stream && input.Count == 2)
        {
            TableStreams.Set(table, stream);
        }
        else
        {
            TableUpdates.Begin(table, input);
        }

        return new JsonObject { ["TableDescription"] = Describe(table) };
    }

    /// <summary>A change of time to live is under way for up to an hour.</summary>
    private JsonObject SetTimeToLive(Table table, JsonObject input)
    {
        var now = _world.Clock.Now;
        var share = Chance.HashedShare(_world.Seed, $"time to live of {table.Name}", now.Ticks);
        var answer = TableOperations.SetTimeToLive(table, input, now, TimeSpan.FromHours(1) * share);
        _deletions.Watch(table);
        return answer;
    }

    private Table Read(JsonObject input) =>
        TableOperations.Read(input, (name, keys, types, indexes) => New(name, keys, types, indexes, _world.Clock.Now));

    private Table New(
        string name,
        KeySchema keys,
        IReadOnlyDictionary<string, string> types,
        IReadOnlyList<TableIndex> indexes,
        DateTimeOffset createdAt
    ) =>
        new(name, keys, types, indexes, new StaleItems(_world.Clock, ShowsOldItemsFor))
        {
            Id = _ids.Uuid(),
            Arn = ArnOf(name),
            CreatedAt = createdAt,
            Throughput = _world.Tables.Find(name)?.Throughput ?? new TableThroughput(_world.Clock),
        };

    /// <summary>It goes some seconds later, with its items.</summary>
    private JsonObject Delete(Table table)
    {
        if (table.Origin is { IsUnderWay: true } || table.IsGoing || table.Throughput.IsUpdating)
        {
            throw new ServiceFault(
                "ResourceInUseException",
                $"Attempt to change a resource which is still in use: Table is being changed: {table.Name}"
            );
        }

        if (table.IsDeletionProtected)
        {
            throw new ServiceFault(
                "ValidationException",
                $"Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."
            );
        }

        table.IsGoing = true;
        _world.Clock.In(s_deletionTakes, $"the table {table.Name} is gone", () => _tables.Remove(table.Name));
        _world.Tell("call", table.Name, "DeleteTable");
        return new JsonObject { ["TableDescription"] = Describe(table) };
    }

    private JsonObject List(JsonObject input)
    {
        var after = (string?)input["ExclusiveStartTableName"];
        var limit = (int?)input["Limit"] ?? 100;
        var names = _tables.Keys.Where(n => after is null || string.CompareOrdinal(n, after) > 0).ToList();
        var page = names.Take(limit).ToList();
        return new JsonObject
        {
            ["TableNames"] = new JsonArray([.. page.Select(n => JsonValue.Create(n))]),
            ["LastEvaluatedTableName"] = page.Count < names.Count ? page[^1] : null,
        };
    }

    private Table Described(JsonObject input)
    {
        var name = (string)input["TableName"]!;
        return Find(name)
            ?? throw new ServiceFault(
                "ResourceNotFoundException",
                $"Requested resource not found: Table: {name} not " + "found"
            );
    }

    private JsonObject Describe(Table table) => TableOperations.Describe(table, ArnOf(table.Name));

    internal string ArnOf(string name) => $"arn:aws:dynamodb:{_region}:{_account}:table/{name}";

    /// <summary>What is still being restored has no items yet.</summary>
    private Table TableIn(JsonObject input) =>
        Table((string)input["TableName"]!) is { Origin: not { IsUnderWay: true }, IsGoing: false } table
            ? table
            : throw new ServiceFault("ResourceNotFoundException", "Requested resource not found");

    private static JsonArray Tags(Table table) =>
        new([.. table.Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);

    private static JsonObject Tag(Table table, JsonObject input)
    {
        foreach (var tag in input["Tags"]!.AsArray())
        {
            table.Tags[(string)tag!["Key"]!] = (string)tag["Value"]!;
        }

        return [];
    }

    private static JsonObject PolicyOf(Table table) =>
        table.Policy is { } policy
            ? new JsonObject { ["Policy"] = policy, ["RevisionId"] = "1" }
            : throw new ServiceFault(
                "PolicyNotFoundException",
                $"Resource-based policy not found for the provided ResourceArn: {table.Arn}"
            );

    /// <summary>The backups' operations call a missing table by another name.</summary>
    private Table TableWithBackups(JsonObject input)
    {
        var name = (string)input["TableName"]!;
        return Find(name) ?? throw new ServiceFault("TableNotFoundException", $"Table not found: {name}");
    }

    internal Table? Find(string name) => _tables.GetValueOrDefault(name[(name.LastIndexOf('/') + 1)..]);

    /// <summary>A table that is restored from another one: what it has of it, and what it does not.</summary>
    internal Table Restore(
        Table source,
        string name,
        bool isOnDemand,
        RestoreOrigin origin,
        IEnumerable<string> without
    )
    {
        var lost = without.ToHashSet(StringComparer.Ordinal);
        var made = Add(
            new Table(
                name,
                source.Keys,
                source.Types,
                [.. source.Indexes.Where(index => !lost.Contains(index.Name))],
                new StaleItems(_world.Clock, ShowsOldItemsFor)
            )
            {
                Id = _ids.Uuid(),
                Arn = ArnOf(name),
                CreatedAt = _world.Clock.Now,
                Throughput = new TableThroughput(_world.Clock),
                Origin = origin,
            }
        );
        made.Provisioned = isOnDemand ? null : source.Provisioned;
        return made;
    }

    /// <summary>A table that was restored some days ago, and that nobody has deleted.</summary>
    public Table AddRestored(string source, string name, TimeSpan ago)
    {
        var (table, at) = (Table(source), _world.Clock.Now - ago);
        return Restore(table, name, isOnDemand: true, new RestoreOrigin(_world.Clock, table.Arn, at, at), []);
    }

    /// <summary>A person deletes a table.</summary>
    public void Delete(string name)
    {
        _tables.Remove(Table(name).Name);
        _world.Tell("person", name, "a person deletes the table");
    }

    private Table Add(Table table)
    {
        _tables.Add(table.Name, table);
        return table;
    }
}
