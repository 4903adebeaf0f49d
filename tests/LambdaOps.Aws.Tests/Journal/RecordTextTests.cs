using System.Collections.Immutable;
using System.Text;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>DynamoDB refuses an item of more than 400 KB, and with it the record: then nobody looks any more.</summary>
public sealed class RecordTextTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    /// <summary>Two long incidents, and as many attempts as nobody has seen, in letters of three bytes.</summary>
    [Theory]
    [InlineData(200, 0)]
    [InlineData(200, 100)]
    [InlineData(10, 600)]
    public async Task Record_IsTakenByDynamoDb(int notes, int attempts)
    {
        using var client = _account.DynamoDbClient();
        var date = new AwsDate();
        date.Follow(client);
        var journal = new DynamoDbJournal(client, date, WiredAccount.Table);
        var open = Long(notes, attempts);
        var ended = open with { EndedAt = open.OpenedAt, Status = IncidentStatus.Resolved };
        var record = Samples.Record with { Open = open, LastEnded = ended };
        var lease = await journal.ClaimAsync(
            await journal.ReadAsync(Samples.Target, default),
            TimeSpan.FromSeconds(25),
            default
        );

        var saved = await journal.SaveAsync(lease!, record, ended, report: null, release: true, default);

        Assert.NotNull(saved);
        var read = (await journal.ReadAsync(Samples.Target, default)).Record;
        Assert.Equal(open.Id, read.Open!.Id);
        Assert.Equal(open.Lines[^1], read.Open.Lines[^1]);
        Assert.Equal(open.Intent, read.Open.Intent);
        Assert.NotNull(await journal.FindEndedAsync(ended.Id, default));
    }

    [Fact]
    public void Record_HasLettersOfEachLanguageAsTheyAre()
    {
        var text = RecordText.Of(Samples.Record with { Open = Long(notes: 1, attempts: 0) });

        Assert.Contains("障障", text, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, RecordText.Most);
    }

    private static Incident Long(int notes, int attempts)
    {
        var words = new string('障', 1200);
        var incident = Samples.Incident with
        {
            Attempts = Enumerable
                .Range(0, attempts)
                .Select(number => new Attempt(
                    Samples.Incident.Intent!.Change,
                    Samples.Time.AddSeconds(number),
                    AttemptOutcome.Refused,
                    new string('障', 300)
                ))
                .ToImmutableArray(),
        };
        return Enumerable
            .Range(0, notes)
            .Aggregate(
                incident,
                (all, number) => all.Note(Samples.Time.AddSeconds(number), EntryKind.Noted, $"{number}: {words}")
            );
    }
}
