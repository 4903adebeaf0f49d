using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>
/// On-demand backups: the ones that callers make, and of a table with a daily backup one for each day that it is kept.
/// A backup says what was saved; nothing can be restored from it yet. What AWS Backup makes is not among them: it can
/// be listed and deleted only there.
/// </summary>
internal sealed class TableBackups(SimulatedWorld world, DynamoDbService tables)
{
    private static readonly TimeSpan s_takes = TimeSpan.FromSeconds(20);

    private readonly List<Backup> _made = [];
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    /// <summary>The names of a table's backups, oldest first, for those who look into the world from outside.</summary>
    public IEnumerable<string> Of(Table table) => All(table).OrderBy(backup => backup.At).Select(backup => backup.Name);

    /// <summary>Backups that were made before the world began.</summary>
    public void Remember(Table table, IEnumerable<OldBackup> old) =>
        _made.AddRange(old.Select(one => BackupOf(table, one.Name, world.Clock.Now - one.Age)));

    public JsonObject Create(JsonObject input)
    {
        var table = TableIn(input);
        if (_made.Find(made => made.Table == table && IsBeingMade(made)) is { } other)
        {
            throw new ServiceFault("BackupInUseException", $"Backup is being created: {other.Name}");
        }

        var backup = BackupOf(table, (string)input["BackupName"]!, world.Clock.Now);
        _made.Add(backup);
        world.Tell("call", table.Name, $"CreateBackup: {backup.Name}");
        return new JsonObject { ["BackupDetails"] = Details(backup) };
    }

    public JsonObject Describe(JsonObject input) => new() { ["BackupDescription"] = Description(Find(input)) };

    public JsonObject Delete(JsonObject input)
    {
        var backup = Find(input);
        if (IsBeingMade(backup))
        {
            throw new ServiceFault("BackupInUseException", $"Backup is being created: {backup.Name}");
        }

        _deleted.Add(backup.Arn);
        world.Tell("call", backup.Table.Name, $"DeleteBackup: {backup.Name}");
        var description = Description(backup);
        description["BackupDetails"]!["BackupStatus"] = "DELETED";
        return new JsonObject { ["BackupDescription"] = description };
    }

    /// <summary>Oldest first; the lower bound belongs to the span, the upper one does not.</summary>
    public JsonObject List(JsonObject input)
    {
        var only = input["TableName"] is null ? null : TableIn(input);
        var (from, until) = (Bound(input, "TimeRangeLowerBound"), Bound(input, "TimeRangeUpperBound"));
        var areWanted = ((string?)input["BackupType"] ?? "USER") is "USER" or "ALL";
        var found = tables
            .Tables.Where(table => areWanted && (only is null || table == only))
            .SelectMany(All)
            .Where(backup => (from is null || backup.At >= from) && (until is null || backup.At < until))
            .OrderBy(backup => backup.At)
            .ThenBy(backup => backup.Arn, StringComparer.Ordinal)
            .ToList();
        if ((string?)input["ExclusiveStartBackupArn"] is { } last)
        {
            found.RemoveRange(0, found.FindIndex(backup => backup.Arn == last) + 1);
        }

        var page = found.Take((int?)input["Limit"] ?? 100).ToList();
        return new JsonObject
        {
            ["BackupSummaries"] = new JsonArray([.. page.Select(Summary)]),
            ["LastEvaluatedBackupArn"] = page.Count < found.Count ? page[^1].Arn : null,
        };
    }

    private bool IsBeingMade(Backup backup) =>
        _made.Contains(backup) && !_deleted.Contains(backup.Arn) && world.Clock.Now < backup.At + s_takes;

    private IEnumerable<Backup> All(Table table) =>
        Scheduled(table).Concat(_made.Where(made => made.Table == table)).Where(b => !_deleted.Contains(b.Arn));

    private IEnumerable<Backup> Scheduled(Table table)
    {
        if (table.DailyBackups is not { } daily)
        {
            yield break;
        }

        var now = world.Clock.Now;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, daily.Zone).DateTime);
        for (var day = today.AddDays(-(int)daily.Kept.TotalDays - 1); day <= today; day = day.AddDays(1))
        {
            var local = day.ToDateTime(daily.At);
            var at = new DateTimeOffset(local, daily.Zone.GetUtcOffset(local)).ToUniversalTime();
            if (at <= now && at > now - daily.Kept && at >= table.CreatedAt)
            {
                yield return BackupOf(table, $"{table.Name}-{day:yyyyMMdd}", at);
            }
        }
    }

    private Backup BackupOf(Table table, string name, DateTimeOffset at)
    {
        var id = $"{at.ToUnixTimeMilliseconds():D14}-{Chance.Hash(world.Seed, $"backup {table.Name} {name}"):x16}"[
            ..23
        ];
        return new Backup(table, $"{tables.ArnOf(table.Name)}/backup/{id}", name, at);
    }

    private Backup Find(JsonObject input)
    {
        var arn = (string)input["BackupArn"]!;
        if (!arn.StartsWith("arn:aws:dynamodb:", StringComparison.Ordinal))
        {
            throw new ServiceFault("ValidationException", $"Invalid backup ARN: {arn}");
        }

        return tables.Tables.SelectMany(All).FirstOrDefault(backup => backup.Arn == arn)
            ?? throw new ServiceFault("BackupNotFoundException", $"Backup not found: {arn}");
    }

    private Table TableIn(JsonObject input)
    {
        var name = (string)input["TableName"]!;
        return tables.Find(name) ?? throw new ServiceFault("TableNotFoundException", $"Table not found: {name}");
    }

    private static DateTimeOffset? Bound(JsonObject input, string member) =>
        input[member] is { } bound ? Nodes.MomentOf(bound) : null;

    private JsonObject Details(Backup backup) =>
        new()
        {
            ["BackupArn"] = backup.Arn,
            ["BackupName"] = backup.Name,
            ["BackupSizeBytes"] = backup.Table.Size,
            ["BackupStatus"] = IsBeingMade(backup) ? "CREATING" : "AVAILABLE",
            ["BackupType"] = "USER",
            ["BackupCreationDateTime"] = Nodes.Moment(backup.At),
        };

    private JsonObject Summary(Backup backup)
    {
        var summary = Details(backup);
        summary["TableName"] = backup.Table.Name;
        summary["TableId"] = backup.Table.Id;
        summary["TableArn"] = tables.ArnOf(backup.Table.Name);
        return summary;
    }

    private JsonObject Description(Backup backup)
    {
        var table = TableOperations.Describe(backup.Table, tables.ArnOf(backup.Table.Name));
        return new JsonObject
        {
            ["BackupDetails"] = Details(backup),
            ["SourceTableDetails"] = new JsonObject
            {
                ["TableName"] = backup.Table.Name,
                ["TableId"] = backup.Table.Id,
                ["TableArn"] = tables.ArnOf(backup.Table.Name),
                ["TableSizeBytes"] = backup.Table.Size,
                ["ItemCount"] = backup.Table.Count,
                ["KeySchema"] = table["KeySchema"]!.DeepClone(),
                ["TableCreationDateTime"] = table["CreationDateTime"]!.DeepClone(),
                ["ProvisionedThroughput"] = new JsonObject
                {
                    ["ReadCapacityUnits"] = backup.Table.Provisioned?.Read ?? 0,
                    ["WriteCapacityUnits"] = backup.Table.Provisioned?.Write ?? 0,
                },
                ["BillingMode"] = table["BillingModeSummary"]!["BillingMode"]!.DeepClone(),
            },
            ["SourceTableFeatureDetails"] = new JsonObject(),
        };
    }

    private sealed record Backup(Table Table, string Arn, string Name, DateTimeOffset At);
}
