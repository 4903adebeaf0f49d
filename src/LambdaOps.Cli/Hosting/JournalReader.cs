using System.Collections.Immutable;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Aws;
using LambdaOps.Aws.Journal;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Cli.Hosting;

/// <summary>The journal of a deployed stack, or of 'serve', for a person to read.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly AmazonDynamoDBClient _client;
    private readonly Uri _address;
    private readonly DynamoDbIncidents _incidents;
    private readonly DynamoDbRuns _runs;

    private readonly AwsDate _date;

    private JournalReader(AmazonDynamoDBClient client, AwsDate date, Uri address, string table)
    {
        (_client, _date, _address, Table) = (client, date, address, table);
        _incidents = new DynamoDbIncidents(client, table);
        _runs = new DynamoDbRuns(client, date, table);
    }

    public string Table { get; }

    /// <summary>The account's own time: that of a simulated one is virtual.</summary>
    public DateTimeOffset Now => _date.Latest;

    /// <param name="table">Null looks for the stack's, by the name that CloudFormation gives it.</param>
    /// <exception cref="UsageException">There is no such table, or more than one.</exception>
    public static async Task<JournalReader> OpenAsync(
        AwsAccess access,
        string stack,
        string? table,
        CancellationToken stop
    )
    {
        var (client, address, date) = (access.DynamoDb(), access.AddressOf("dynamodb"), new AwsDate());
        date.Follow(client);
        var name = $"{stack}-JournalTable";
        var found = await AwsFailure.ExplainedAsync(
            address,
            "find the journal",
            () => table is null ? TablesAsync(client, name, stop) : KnownAsync(client, table, stop),
            stop
        );
        return found switch
        {
            [var only] => new JournalReader(client, date, address, only),
            [] => throw new UsageException(
                $"found no table {name}-… in {access.Region}, expected a deployed stack: --stack, --region or --table"
            ),
            _ => throw new UsageException(
                $"found the tables {string.Join(" and ", found)} (one is of an earlier deployment), expected --table with "
                    + "the stack's output JournalTableName"
            ),
        };
    }

    /// <summary>The account's time now.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken stop)
    {
        await ReadAsync(() => _runs.ReadControlAsync(stop), stop);
        return Now;
    }

    public void Dispose() => _client.Dispose();

    public Task<ImmutableArray<Incident>> ListAsync(DateTimeOffset since, int most, CancellationToken stop) =>
        ReadAsync(() => _incidents.ListAsync(since, most, stop), stop);

    public Task<Incident?> FindAsync(IncidentId id, CancellationToken stop) =>
        ReadAsync(() => _incidents.FindAsync(id, stop), stop);

    /// <summary>The incident that was given a number.</summary>
    public Task<IncidentId?> NumberedAsync(IncidentNumber number, CancellationToken stop) =>
        ReadAsync(() => _incidents.NumberedAsync(number, stop), stop);

    /// <summary>The records of a check's parts.</summary>
    public Task<ImmutableArray<CheckRecord>> RunsAsync(ProcedureName check, CancellationToken stop) =>
        ReadAsync(() => _runs.ListAsync(check, stop), stop);

    private async Task<T> ReadAsync<T>(Func<Task<T>> read, CancellationToken stop)
    {
        try
        {
            return await AwsFailure.ExplainedAsync(_address, $"read the journal {Table}", read, stop);
        }
        catch (UsageException without) when (without.Message.Contains("specified index", StringComparison.Ordinal))
        {
            throw new UsageException(
                $"{Table}: found no index {DynamoDbIncidents.Index}, expected a stack of this version: deploy it first"
            );
        }
        catch (JsonException unreadable)
        {
            throw new UsageException(
                $"{Table}: found a record that this version cannot read, expected the functions' own version "
                    + $"({AwsAccess.FirstLine(unreadable.Message)})"
            );
        }
    }

    private static async Task<List<string>> KnownAsync(
        AmazonDynamoDBClient client,
        string table,
        CancellationToken stop
    ) => [(await client.DescribeTableAsync(table, stop)).Table.TableName];

    private static async Task<List<string>> TablesAsync(
        AmazonDynamoDBClient client,
        string name,
        CancellationToken stop
    )
    {
        var found = new List<string>();
        var request = new ListTablesRequest();
        do
        {
            var page = await client.ListTablesAsync(request, stop);
            found.AddRange(
                // CloudFormation puts a dash and letters behind the name, the simulated account nothing.
                (page.TableNames ?? []).Where(one =>
                    one == name || one.StartsWith($"{name}-", StringComparison.Ordinal)
                )
            );
            request.ExclusiveStartTableName = page.LastEvaluatedTableName;
        } while (request.ExclusiveStartTableName is { Length: > 0 });

        return found;
    }
}
