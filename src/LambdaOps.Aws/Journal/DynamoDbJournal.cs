using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using static LambdaOps.Aws.Journal.JournalItems;

namespace LambdaOps.Aws.Journal;

/// <summary>
/// The journal in one DynamoDB table, keys "pk" and "sk":
/// TARGET#id/RECORD (record, fence, revision, leaseUntil), CONTROL/SWITCH (mode, setBy, because, until),
/// INCIDENT#id/RECORD
/// (incidents that ended, with a TTL in "expiresAt"; one that was opened again and ended again overwrites its own),
/// DEPENDENCY#id/RECORD (leader, incident, since, version), ESTATE/BUDGET (acts: the seconds of its actions within the
/// last hour, revision), DAY#yyyyMMdd/NUMBERS (the numbers of the day's incidents), INCIDENT#id/REPORT (its report as it
/// was written last: report, writtenAt, and the TTL). One item per target makes lease, fencing and record one condition.
/// Of the targets, only those
/// with an open incident have openIncident ("OPEN") and dueAt (seconds), and are in the index of these two. The same
/// targets and the incidents that ended have listedAs ("INCIDENT") and openedAt (seconds), and are in the index of
/// those two, which people list incidents by.
/// </summary>
public sealed class DynamoDbJournal(IAmazonDynamoDB dynamoDb, AwsDate date, string table) : IJournal
{
    private readonly DynamoDbLeads _leads = new(dynamoDb, table);

    private readonly DynamoDbNumbers _numbers = new(dynamoDb, table);

    private readonly OpenIncidentIndex _open = new(dynamoDb, date, table);

    /// <summary>How long ended incidents are kept: longer than a year's review needs.</summary>
    private static readonly TimeSpan s_keepEnded = TimeSpan.FromDays(400);

    /// <summary>Functions that act in the same moment, at most; beyond, the event is delivered again.</summary>
    private const int MostSpendAttempts = 10;

    private static readonly Dictionary<string, AttributeValue> s_budgetKey = Key("ESTATE", "BUDGET");

    internal static Dictionary<string, AttributeValue> SwitchKey { get; } = Key("CONTROL", "SWITCH");

    public async Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken)
    {
        var reading = dynamoDb.GetItemAsync(Read(table, TargetKey(target)), cancellationToken);
        var control = dynamoDb.GetItemAsync(Read(table, SwitchKey), cancellationToken);
        var budget = dynamoDb.GetItemAsync(Read(table, s_budgetKey), cancellationToken);
        await Task.WhenAll(reading, control, budget);
        var item = (await reading).Item;
        return new JournalView(
            item is not null && item.TryGetValue("record", out var record)
                ? JsonSerializer.Deserialize(record.S, JournalJson.Default.TargetRecord)
                    ?? throw new InvalidOperationException($"table {table}, TARGET#{target}: the record is null")
                : TargetRecord.New(target),
            ReadSwitch((await control).Item).At(date.Latest),
            Number(item, "fence") ?? 0,
            Number(item, "revision") ?? 0,
            Number(item, "leaseUntil") is { } until and > 0 ? DateTimeOffset.FromUnixTimeSeconds(until) : null,
            date.Latest
        )
        {
            EstateActs = ReadActs((await budget).Item),
        };
    }

    public async Task<(ControlSwitch Control, DateTimeOffset At)> ReadControlAsync(CancellationToken cancellationToken)
    {
        var item = (await dynamoDb.GetItemAsync(Read(table, SwitchKey), cancellationToken)).Item;
        return (ReadSwitch(item), date.Latest);
    }

    public Task TickLineAsync(TickedLine line, CancellationToken cancellationToken) =>
        new DynamoDbTicks(dynamoDb, table).SaveAsync(line, cancellationToken);

    public Task SetControlAsync(ControlSwitch control, CancellationToken cancellationToken)
    {
        // "mode" and "until" are reserved words.
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = SwitchKey,
            UpdateExpression =
                "SET #mode = :mode, setBy = :by, because = :because"
                + (control.Until is null ? " REMOVE #until" : ", #until = :until"),
            ExpressionAttributeNames = new() { ["#mode"] = "mode", ["#until"] = "until" },
            ExpressionAttributeValues = new()
            {
                [":mode"] = new() { S = control.Mode.ToString().ToLowerInvariant() },
                [":by"] = new() { S = control.By },
                [":because"] = new() { S = control.Because },
            },
        };
        if (control.Until is { } until)
        {
            request.ExpressionAttributeValues[":until"] = new()
            {
                S = until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            };
        }

        return dynamoDb.UpdateItemAsync(request, cancellationToken);
    }

    public async Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var item = (await dynamoDb.GetItemAsync(Read(table, s_budgetKey), cancellationToken)).Item;
            var acts = ReadActs(item);
            if (ActionBudget.Within(acts, at) >= most)
            {
                return false;
            }

            try
            {
                await dynamoDb.UpdateItemAsync(
                    Spend(ActionBudget.Spend(acts, at), Number(item, "revision")),
                    cancellationToken
                );
                return true;
            }
            catch (ConditionalCheckFailedException) when (attempt < MostSpendAttempts)
            {
                // Another function acted at the same moment: counted anew.
            }
        }
    }

    public async Task<Lease?> ClaimAsync(JournalView view, TimeSpan duration, CancellationToken cancellationToken)
    {
        var until = view.At + duration;
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = TargetKey(view.Record.Target),
            UpdateExpression = "SET fence = :next, leaseUntil = :until",
            ConditionExpression =
                view.Fence == 0 ? "attribute_not_exists(fence)" : "fence = :seen AND revision = :revision",
            ExpressionAttributeValues = new()
            {
                [":next"] = Number(view.Fence + 1),
                [":until"] = Number(until.ToUnixTimeSeconds()),
            },
        };
        if (view.Fence == 0)
        {
            request.UpdateExpression += ", revision = :revision";
        }
        else
        {
            request.ExpressionAttributeValues[":seen"] = Number(view.Fence);
        }

        request.ExpressionAttributeValues[":revision"] = Number(view.Revision);
        try
        {
            await dynamoDb.UpdateItemAsync(request, cancellationToken);
            return new Lease(view.Record.Target, view.Fence + 1, view.Revision, date.Latest, until);
        }
        catch (ConditionalCheckFailedException)
        {
            return null;
        }
    }

    public async Task<Lease?> SaveAsync(
        Lease lease,
        TargetRecord record,
        Incident? ended,
        WrittenReport? report,
        bool release,
        CancellationToken cancellationToken
    )
    {
        var saved = lease with { Revision = lease.Revision + 1 };
        var values = new Dictionary<string, AttributeValue>
        {
            [":record"] = new() { S = RecordText.Of(record) },
            [":fence"] = Number(lease.Fence),
            [":revision"] = Number(lease.Revision),
            [":next"] = Number(saved.Revision),
            [":until"] = Number(release ? 0 : lease.Until.ToUnixTimeSeconds()),
        };
        try
        {
            var write = OpenIncidentIndex.Mark(record.Open, values);
            TransactWriteItem[] beside =
            [
                .. ended is null ? Array.Empty<TransactWriteItem>() : [PutOf(ItemOf(ended))],
                .. report is null ? Array.Empty<TransactWriteItem>() : [PutOf(ItemOf(report))],
            ];
            Task writing = beside is []
                ? dynamoDb.UpdateItemAsync(UpdateOf(record, write, values), cancellationToken)
                : dynamoDb.TransactWriteItemsAsync(AllOf(record, write, values, beside), cancellationToken);
            await writing;
            return saved;
        }
        catch (ConditionalCheckFailedException refused)
        {
            // The SDK may have sent a write twice whose first answer was lost: then the table already holds it.
            return IsOurs(refused.Item, saved, values) ? saved : null;
        }
        catch (TransactionCanceledException refused)
            when (refused.CancellationReasons?.Any(reason => reason.Code == "ConditionalCheckFailed") == true)
        {
            return IsOurs(refused.CancellationReasons[0].Item, saved, values) ? saved : null;
        }
    }

    public Task<OpenIncidents> ListOpenAsync(CancellationToken cancellationToken) => _open.ListAsync(cancellationToken);

    public async Task<Incident?> FindEndedAsync(IncidentId id, CancellationToken cancellationToken)
    {
        var key = DynamoDbIncidents.KeyOfEnded(id);
        var item = (await dynamoDb.GetItemAsync(Read(table, Key(key, "RECORD")), cancellationToken)).Item;
        return Text(item, "record") is { } record ? DynamoDbIncidents.Of(key, record) : null;
    }

    public Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken) =>
        _numbers.GiveAsync(incident, day, cancellationToken);

    public Task<Lead> ReadLeadAsync(string dependency, CancellationToken cancellationToken) =>
        _leads.ReadAsync(dependency, cancellationToken);

    public Task<bool> ClaimLeadAsync(
        Lead seen,
        TargetId leader,
        IncidentId incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _leads.ClaimAsync(seen, leader, incident, now, cancellationToken);

    private const string SaveCondition = "fence = :fence AND revision = :revision";

    private UpdateItemRequest UpdateOf(TargetRecord record, string write, Dictionary<string, AttributeValue> values) =>
        new()
        {
            TableName = table,
            Key = TargetKey(record.Target),
            UpdateExpression = write,
            ConditionExpression = SaveCondition,
            ExpressionAttributeNames = new() { ["#record"] = "record" },
            ExpressionAttributeValues = values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };

    private TransactWriteItemsRequest AllOf(
        TargetRecord record,
        string write,
        Dictionary<string, AttributeValue> values,
        TransactWriteItem[] beside
    ) =>
        new()
        {
            TransactItems =
            [
                new TransactWriteItem
                {
                    Update = new Update
                    {
                        TableName = table,
                        Key = TargetKey(record.Target),
                        UpdateExpression = write,
                        ConditionExpression = SaveCondition,
                        ExpressionAttributeNames = new() { ["#record"] = "record" },
                        ExpressionAttributeValues = values,
                        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    },
                },
                .. beside,
            ],
        };

    private TransactWriteItem PutOf(Dictionary<string, AttributeValue> item) =>
        new()
        {
            Put = new Put { TableName = table, Item = item },
        };

    private static Dictionary<string, AttributeValue> ItemOf(Incident ended)
    {
        var item = Key(DynamoDbIncidents.KeyOfEnded(ended.Id), "RECORD");
        item["target"] = new AttributeValue { S = ended.Target.Value };
        item["record"] = new AttributeValue { S = RecordText.Of(ended) };
        item[DynamoDbIncidents.ListedKey] = DynamoDbIncidents.Listed;
        item[DynamoDbIncidents.OpenedKey] = Number(ended.OpenedAt.ToUnixTimeSeconds());
        item["expiresAt"] = Number(((ended.EndedAt ?? ended.OpenedAt) + s_keepEnded).ToUnixTimeSeconds());
        return item;
    }

    private static Dictionary<string, AttributeValue> ItemOf(WrittenReport report)
    {
        var item = DynamoDbIncidents.KeyOfReport(report.Incident);
        item["report"] = new AttributeValue { S = report.Text };
        item["writtenAt"] = Number(report.At.ToUnixTimeSeconds());
        item["expiresAt"] = Number((report.At + s_keepEnded).ToUnixTimeSeconds());
        return item;
    }

    /// <summary>Whether the item is what this very write makes of it.</summary>
    private static bool IsOurs(
        Dictionary<string, AttributeValue>? item,
        Lease saved,
        Dictionary<string, AttributeValue> values
    ) =>
        Number(item, "fence") == saved.Fence
        && Number(item, "revision") == saved.Revision
        && Text(item, "record") == values[":record"].S;

    internal static ControlSwitch ReadSwitch(Dictionary<string, AttributeValue>? item)
    {
        if (item is null || item.Count == 0)
        {
            return ControlSwitch.Unset;
        }

        var text = item.TryGetValue("mode", out var mode) ? mode.S : null;
        var by = item.TryGetValue("setBy", out var setBy) ? setBy.S ?? "" : "";
        var because = item.TryGetValue("because", out var reason) ? reason.S ?? "" : "";
        return Enum.TryParse<Mode>(text, ignoreCase: true, out var known) && Enum.IsDefined(known)
            ? new ControlSwitch(known, by, because) { Until = ReadUntil(Text(item, "until")) }
            : new ControlSwitch(Mode.Off, by, $"the switch holds '{text}', which is none of act, ask, observe, off");
    }

    /// <summary>A time that nobody can read ends nothing: the switch stands.</summary>
    private static DateTimeOffset? ReadUntil(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            ? until
            : null;

    private UpdateItemRequest Spend(ImmutableArray<DateTimeOffset> acts, long? revision) =>
        OnlyIf(
            "revision",
            revision,
            new UpdateItemRequest
            {
                TableName = table,
                Key = s_budgetKey,
                UpdateExpression = "SET acts = :acts, revision = :next",
                ExpressionAttributeValues = new()
                {
                    [":acts"] = new AttributeValue { L = [.. acts.Select(act => Number(act.ToUnixTimeSeconds()))] },
                    [":next"] = Number((revision ?? 0) + 1),
                },
            }
        );

    private static ImmutableArray<DateTimeOffset> ReadActs(Dictionary<string, AttributeValue>? item) =>
        item is not null && item.TryGetValue("acts", out var acts)
            ?
            [
                .. acts.L.Select(act =>
                    DateTimeOffset.FromUnixTimeSeconds(long.Parse(act.N, CultureInfo.InvariantCulture))
                ),
            ]
            : [];
}
