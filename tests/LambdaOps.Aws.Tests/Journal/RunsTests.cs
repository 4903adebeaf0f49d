using System.Collections.Immutable;
using Amazon.DynamoDBv2;
using CsCheck;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>
/// The runs of checks on DynamoDB and the campaigns' in memory, side by side: whatever is asked of both, with old views
/// and leases too, they answer the same.
/// </summary>
public sealed class RunsTests : IAsyncLifetime
{
    private const int Runs = 40;

    private static readonly ProcedureName s_check = new("quickCheck");

    private static readonly Gen<(int Operation, int Part, int Seen, int Record, bool Release)[]> s_steps = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[0, 1],
        Gen.Int[0, 4],
        Gen.Int[0, 3],
        Gen.Bool
    ).Array[10, 40];

    private WiredAccount _account = null!;
    private AmazonDynamoDBClient _client = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _client = _account.DynamoDbClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _account.DisposeAsync();
    }

    [Fact]
    public void Answers_AreTheSame()
    {
        var (run, yes, no) = (0, 0, 0);
        s_steps.Sample(
            steps =>
            {
                var (granted, refused) = PlayAsync(steps, $"run{run++}").GetAwaiter().GetResult();
                (yes, no) = (yes + granted, no + refused);
            },
            iter: Runs,
            threads: 1
        );

        Assert.True(yes > Runs && no > Runs, $"{yes} writes were granted, {no} refused");
    }

    /// <summary>All that a record can hold is there when it is read again.</summary>
    [Fact]
    public async Task Record_IsReadAsItWasWritten()
    {
        var (runs, _) = Journal();
        var record = RecordOf("whole", 3, _account.World.Clock.Now);
        var view = await runs.ReadPartAsync(s_check, "whole", default);
        await runs.ClaimAsync(view, record, TimeSpan.FromSeconds(90), default);

        var read = (await runs.ReadPartAsync(s_check, "whole", default)).Record;

        Assert.Equal(Text(record), Text(read));
        Assert.Equal(FindingLevel.Danger, read.Last!.Worst);
    }

    /// <summary>A write whose answer was lost, and that the SDK sends again, counts as made.</summary>
    [Fact]
    public async Task Write_SentTwiceCountsOnce()
    {
        var (runs, _) = Journal();
        var view = await runs.ReadPartAsync(s_check, "twice", default);
        var record = RecordOf("twice", 1, view.At);

        var first = await runs.ClaimAsync(view, record, TimeSpan.FromSeconds(90), default);

        Assert.Equal(first, await runs.ClaimAsync(view, record, TimeSpan.FromSeconds(90), default));
        Assert.Null(await runs.ClaimAsync(view, RecordOf("twice", 2, view.At), TimeSpan.FromSeconds(90), default));
    }

    private async Task<(int Granted, int Refused)> PlayAsync(
        (int Operation, int Part, int Seen, int Record, bool Release)[] steps,
        string name
    )
    {
        var (runs, store) = (Journal().Runs, new SimulatedRunStore());
        var (views, leases) = (new List<RunView>(), new List<RunLease>());
        var (granted, refused) = (0, 0);
        var records = new Dictionary<(string, int), CheckRecord>();
        foreach (var step in steps)
        {
            var part = $"{name} {step.Part}";
            if (step.Operation == 0 || views.Count == 0)
            {
                var view = await runs.ReadPartAsync(s_check, part, default);
                var same = store.Read(s_check, part, view.At);
                Assert.Equal(
                    (Text(same.Record), same.Revision, same.LeasedUntil, same.Control),
                    (Text(view.Record), view.Revision, view.LeasedUntil, view.Control)
                );
                views.Add(view);
                continue;
            }

            var seen = views[step.Seen % views.Count];
            var record = Same(seen.Record.Part, step.Record);
            var (lease, expected) =
                step.Operation == 3 && leases.Count > 0
                    ? await SaveAsync(leases[step.Seen % leases.Count])
                    : (
                        await runs.ClaimAsync(seen, record, TimeSpan.FromSeconds(90), default),
                        store.Write(record, seen.Revision, seen.At + TimeSpan.FromSeconds(90))
                    );
            Assert.Equal(expected, lease);
            leases.AddRange(lease is null ? [] : [lease]);
            (granted, refused) = lease is null ? (granted, refused + 1) : (granted + 1, refused);

            async Task<(RunLease?, RunLease?)> SaveAsync(RunLease held)
            {
                var saved = Same(held.Part, step.Record);
                return (
                    await runs.SaveAsync(held, saved, step.Release, default),
                    store.Write(saved, held.Revision, step.Release ? null : held.Until)
                );
            }
        }

        return (granted, refused);

        // In memory a record is the same by its identity, in the table by its text.
        CheckRecord Same(string part, int kind) =>
            records.TryGetValue((part, kind), out var known)
                ? known
                : records[(part, kind)] = RecordOf(part, kind, s_time);
    }

    private static readonly DateTimeOffset s_time = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>As much as a check may remember fits into an item of 400 KB, and comes back as it was.</summary>
    [Fact]
    public async Task Memory_OfTheMostIdentitiesIsKept()
    {
        var (runs, _) = Journal();
        var now = new DateTimeOffset(2026, 2, 1, 8, 40, 0, TimeSpan.Zero);
        var entities = Enumerable
            .Range(0, CheckMemory.IamReview.MostEntities)
            .ToImmutableSortedDictionary(
                at => FormattableString.Invariant($"role {at:0000}-{new string('x', 50)}"),
                _ => "p0123456789ab a0123456789ab t0123456789ab b0123456789ab",
                StringComparer.Ordinal
            );
        var kept = new CheckMemory.IamReview(now, entities);
        Assert.True(kept.Fits);

        var view = await runs.ReadPartAsync(s_check, "all", default);
        var record = new CheckRecord(s_check, "all") { Last = new CheckReport(now, now, []) { Keep = kept } };
        Assert.NotNull(await runs.ClaimAsync(view, record, TimeSpan.FromMinutes(1), default));

        var read = await runs.ReadPartAsync(s_check, "all", default);
        Assert.Equal(entities, Assert.IsType<CheckMemory.IamReview>(read.Record.Last!.Keep).Entities);
    }

    private (DynamoDbRuns Runs, AwsDate Date) Journal()
    {
        var date = new AwsDate();
        date.Follow(_client);
        return (new DynamoDbRuns(_client, date, WiredAccount.Table), date);
    }

    private static CheckRecord RecordOf(string part, int kind, DateTimeOffset at) =>
        kind switch
        {
            0 => new CheckRecord(s_check, part),
            1 => new CheckRecord(s_check, part)
            {
                Open = new CheckRun(at, at) { Intent = ["create a backup: it is due"] },
            },
            2 => new CheckRecord(s_check, part) { NotifiedAt = at },
            _ => new CheckRecord(s_check, part)
            {
                Open = new CheckRun(at, at)
                {
                    Schedule = "arn:schedule",
                    ScheduledFor = at,
                    Missed = 2,
                    LeftOut = 1,
                    Counts = [new ChangeCount("createBackup", 3, 1, 1)],
                },
                Taken = System.Collections.Immutable.ImmutableSortedDictionary<string, DateTimeOffset>.Empty.Add(
                    "arn:schedule",
                    at
                ),
                Last = CheckReport.Of(
                    new CheckRun(at, at) { WhyHeld = "mode is 'Observe'" },
                    [
                        new Finding(FindingLevel.Danger, "p95 api", "P95 is 1,400 ms")
                        {
                            Breach = new Breach(new TargetId("api"), new ProcedureName("latency"), Severity.P2),
                        },
                    ],
                    null,
                    null,
                    at
                ),
            },
        };

    private static string Text(CheckRecord record) =>
        System.Text.Json.JsonSerializer.Serialize(record, JournalJson.Default.CheckRecord);
}
