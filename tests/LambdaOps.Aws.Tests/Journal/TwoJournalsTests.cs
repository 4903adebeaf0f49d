using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using CsCheck;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;
using LambdaOps.Engine.Tests.Fakes;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>
/// The journal on DynamoDB and the campaigns' in memory, side by side in one world: whatever is asked of both, in any
/// order and with old views and leases too, they answer the same.
/// </summary>
public sealed class TwoJournalsTests : IAsyncLifetime
{
    private const int Runs = 60;

    private static readonly TargetId[] s_targets = [Samples.Target, new("websocket-service")];

    private static int s_days;

    private static readonly string[] s_dependencies = ["orders-db", "sessions-db"];

    /// <summary>Of one operation: which, on what, with which of the views, leases or leads seen so far.</summary>
    private static readonly Gen<Step> s_steps = Gen.Select(
        Gen.Enum<Operation>(),
        Gen.Int[0, 1],
        Gen.Int[0, 9],
        Gen.Int[0, 5],
        Gen.Bool,
        Gen.Bool,
        (operation, target, seen, record, release, ends) => new Step(operation, target, seen, record, release, ends)
    );

    private WiredAccount _account = null!;
    private AmazonDynamoDBClient _client = null!;

    private enum Operation
    {
        Read,
        Claim,
        Save,
        ReadLead,
        ClaimLead,
        ListOpen,
        List,
        Find,
        FindEnded,
        Report,
        Number,
        Numbered,
        Pass,
    }

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
        var run = 0;
        var taken = new Dictionary<string, int>();
        s_steps
            .Array[20, 80]
            .Sample(steps => RunAsync(steps, $"run{run++}", taken).GetAwaiter().GetResult(), iter: Runs, threads: 1);

        // The sequences come to what they are about: grants and refusals of each kind.
        Assert.All(
            [
                "Claim yes",
                "Claim no",
                "Save yes",
                "Save no",
                "ClaimLead yes",
                "ClaimLead no",
                "ListOpen yes",
                "ListOpen no",
                "List yes",
                "List no",
                "Find yes",
                "Find no",
                "FindEnded yes",
                "FindEnded no",
                "Report yes",
                "Report no",
                "Number yes",
                "Numbered yes",
                "Numbered no",
            ],
            what => Assert.True(taken.GetValueOrDefault(what) >= Runs / 4, $"{what}: {taken.GetValueOrDefault(what)}")
        );
    }

    private async Task RunAsync(Step[] steps, string name, Dictionary<string, int> taken)
    {
        var date = new AwsDate();
        date.Follow(_client);
        var other = new JournalInMemory(_account.World.Clock);
        var both = new Both(
            (
                new DynamoDbJournal(_client, date, WiredAccount.Table),
                new DynamoDbIncidents(_client, WiredAccount.Table)
            ),
            (other, other)
        );
        foreach (var step in steps)
        {
            if (step.Operation == Operation.Pass)
            {
                _account.Pass(TimeSpan.FromMilliseconds(700 * (1 + step.Seen)));
                continue;
            }

            var (one, two) = await both.TakeAsync(step, name);
            Assert.Equal(one, two);
            var what = $"{step.Operation} {(one is "null" or "False" || one.StartsWith(' ') ? "no" : "yes")}";
            taken[what] = taken.GetValueOrDefault(what) + 1;
        }
    }

    private sealed record Step(Operation Operation, int Target, int Seen, int Record, bool Release, bool Ends);

    /// <summary>
    /// Both journals, and what each has answered so far: an old view is as good a question as the newest.
    /// </summary>
    private sealed class Both(
        (IJournal Journal, IIncidents Incidents) one,
        (IJournal Journal, IIncidents Incidents) other
    )
    {
        private const int Most = 10_000;

        /// <summary>Of this run: the table has the numbers of all.</summary>
        private readonly DateOnly _day = DateOnly.FromDayNumber(738_000 + Interlocked.Increment(ref s_days));

        private readonly List<(JournalView One, JournalView Other)> _views = [];
        private readonly List<(Lease One, Lease Other)> _leases = [];
        private readonly List<(Lead One, Lead Other)> _leads = [];
        private readonly Dictionary<(TargetId, int), TargetRecord> _records = [];
        private readonly List<IncidentId> _written = [];
        private readonly List<IncidentId> _endedOnes = [];
        private readonly List<IncidentId> _reported = [];

        public async Task<(string One, string Other)> TakeAsync(Step step, string name)
        {
            var target = new TargetId($"{name}-{s_targets[step.Target]}");
            switch (step.Operation)
            {
                case Operation.Claim when _views.Count > 0:
                    var view = Newest(_views, step.Seen);
                    var span = TimeSpan.FromSeconds(5 + step.Seen);
                    return Keep(
                        _leases,
                        await one.Journal.ClaimAsync(view.One, span, default),
                        await other.Journal.ClaimAsync(view.Other, span, default)
                    );
                case Operation.Save when _leases.Count > 0:
                    var lease = Newest(_leases, step.Seen);
                    var (record, ended) = Written(step, lease.One.Target);
                    var report = ReportOf(step, lease.One.Target);
                    var saved = (
                        await one.Journal.SaveAsync(lease.One, record, ended, report, step.Release, default),
                        await other.Journal.SaveAsync(lease.Other, record, ended, report, step.Release, default)
                    );
                    _endedOnes.AddRange(saved.Item1 is not null && ended is not null ? [ended.Id] : []);
                    _reported.AddRange(saved.Item1 is not null && report is not null ? [report.Incident] : []);
                    return Keep(_leases, saved.Item1, saved.Item2);
                case Operation.ReadLead:
                    var dependency = $"{name}-{s_dependencies[step.Target]}";
                    return Keep(
                        _leads,
                        await one.Journal.ReadLeadAsync(dependency, default),
                        await other.Journal.ReadLeadAsync(dependency, default)
                    );
                case Operation.ListOpen:
                    return (
                        Text(await one.Journal.ListOpenAsync(default), name),
                        Text(await other.Journal.ListOpenAsync(default), name)
                    );
                case Operation.List:
                    var since = Samples.Time.AddSeconds(step.Record);
                    return (
                        Text(await one.Incidents.ListAsync(since, Most, default), name),
                        Text(await other.Incidents.ListAsync(since, Most, default), name)
                    );
                case Operation.Find:
                    var id = _written.Count > 0 && step.Release ? Newest(_written, step.Seen) : new IncidentId("none");
                    return (
                        Text(await one.Incidents.FindAsync(id, default)),
                        Text(await other.Incidents.FindAsync(id, default))
                    );
                case Operation.FindEnded:
                    var past = _endedOnes.Count > 0 ? Newest(_endedOnes, step.Seen) : IdOf(target, step.Record);
                    return (
                        Text(await one.Journal.FindEndedAsync(past, default)),
                        Text(await other.Journal.FindEndedAsync(past, default))
                    );
                case Operation.Report:
                    var of = _reported.Count > 0 ? Newest(_reported, step.Seen) : IdOf(target, step.Record);
                    return (
                        Text(await one.Incidents.ReportAsync(of, default)),
                        Text(await other.Incidents.ReportAsync(of, default))
                    );
                case Operation.Number:
                    return (
                        $"{await one.Journal.NumberAsync(IdOf(target, step.Seen), _day, default)}",
                        $"{await other.Journal.NumberAsync(IdOf(target, step.Seen), _day, default)}"
                    );
                case Operation.Numbered:
                    var number = new IncidentNumber(_day, step.Seen);
                    return (
                        (await one.Incidents.NumberedAsync(number, default))?.Value ?? "null",
                        (await other.Incidents.NumberedAsync(number, default))?.Value ?? "null"
                    );
                case Operation.ClaimLead when _leads.Count > 0:
                    var lead = Newest(_leads, step.Seen);
                    var at = Samples.Time.AddMilliseconds(400 * step.Record);
                    return (
                        $"{await one.Journal.ClaimLeadAsync(lead.One, target, Samples.Incident.Id, at, default)}",
                        $"{await other.Journal.ClaimLeadAsync(lead.Other, target, Samples.Incident.Id, at, default)}"
                    );
                default:
                    return Keep(
                        _views,
                        await one.Journal.ReadAsync(target, default),
                        await other.Journal.ReadAsync(target, default)
                    );
            }
        }

        /// <summary>One of six records, so that the very same one is written again now and then.</summary>
        private (TargetRecord Record, Incident? Ended) Written(Step step, TargetId target)
        {
            var at = Samples.Time.AddSeconds(step.Record);
            if (!_records.TryGetValue((target, step.Record), out var record))
            {
                record = TargetRecord.New(target);
                record = record with { LastActed = record.LastActed.Add("serviceUnavailable", at) };

                // One in three is closed, one has an incident of an older version, which does not say when it is due.
                var incident = IncidentOf(target, step.Record);
                record = (step.Record % 3) switch
                {
                    0 => record,
                    1 => record with { Open = incident },
                    _ => record with { Open = incident.Await(at.AddMilliseconds(300)) },
                };
                _records.Add((target, step.Record), record);
            }

            _written.Add(IdOf(target, step.Record));

            // One that comes back lies among those that ended as well, as it was then.
            return (record, step.Ends ? IncidentOf(target, step.Record / 2) with { EndedAt = at } : null);
        }

        private static WrittenReport? ReportOf(Step step, TargetId target) =>
            step.Seen % 2 == 0
                ? new WrittenReport(
                    IdOf(target, step.Record),
                    $"report {step.Seen}",
                    Samples.Time.AddSeconds(step.Seen)
                )
                : null;

        private static IncidentId IdOf(TargetId target, int number) =>
            IncidentId.For(target, Samples.Time.AddSeconds(number));

        private static Incident IncidentOf(TargetId target, int number) =>
            Samples.Incident with
            {
                Id = IdOf(target, number),
                Target = target,
                OpenedAt = Samples.Time.AddSeconds(number),
                EndedAt = null,
                Returns = new Returns(number % 2, null),
            };

        private static T Newest<T>(List<T> seen, int back) => seen[^(1 + (back / 3 % seen.Count))];

        private static (string One, string Other) Keep<T>(List<(T, T)> seen, T? one, T? other)
            where T : class
        {
            if (one is not null && other is not null)
            {
                seen.Add((one, other));
            }

            return (Text(one), Text(other));
        }

        /// <summary>Of this run: the table has those of all.</summary>
        private static string Text(ImmutableArray<Incident> all, string name) =>
            string.Join(
                ' ',
                all.Where(one => one.Target.Value.StartsWith($"{name}-", StringComparison.Ordinal)).Select(Text)
            )
                is { Length: > 0 } text
                ? text
                : "null";

        /// <summary>The longest due first; of what is due at the same second, any may be first.</summary>
        private static string Text(OpenIncidents open, string name)
        {
            Assert.Equal(open.All.Select(one => one.DueAt).Order(), open.All.Select(one => one.DueAt));
            var mine = open
                .All.Where(one => one.Target.Value.StartsWith($"{name}-", StringComparison.Ordinal))
                .OrderBy(one => one.DueAt)
                .ThenBy(one => one.Target.Value, StringComparer.Ordinal);
            return string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', mine)} {open.At:O}");
        }

        private static string Text<T>(T? answer) =>
            answer switch
            {
                null => "null",
                Incident incident => JsonSerializer.Serialize(incident, JournalJson.Default.Incident),
                JournalView view => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{JsonSerializer.Serialize(view.Record, JournalJson.Default.TargetRecord)} {view.Control} "
                        + $"{view.Fence} {view.Revision} {view.LeasedUntil:O} {view.At:O}"
                ),
                Lease lease => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lease.Target} {lease.Fence} {lease.Revision} {lease.GrantedAt:O} {lease.Until:O}"
                ),
                WrittenReport report => $"{report}",
                Lead lead => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lead.Dependency} {lead.Leader} {lead.Incident} {lead.Since:O} {lead.Version}"
                ),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
    }
}
