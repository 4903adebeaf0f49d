using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>Leases, records and the control switch, kept or read wrongly.</summary>
internal static class JournalDefects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        Defect.OnJournal(
            "a lease that does not keep others out",
            inner => new OpenLeases(inner),
            "one actor per target"
        ),
        Defect.OnJournal(
            "writes without fencing",
            inner => new Unfenced(inner),
            "one actor per target",
            "numbers only grow",
            "record complete",
            "no duplicate effect",
            "intent before act",
            "status goes forward",
            "nothing dropped",
            "cooldown",
            "severity never falls",
            "mode"
        ),
        Defect.OnJournal("the intent written after the act", inner => new LateIntent(inner), "intent before act"),
        Defect.OnJournal(
            "an intent forgotten after a crash",
            inner => new ChangedRecords(
                inner,
                record => record with { Open = record.Open is { } open ? open with { Intent = null } : null },
                record => record
            ),
            "no duplicate effect",
            "record complete",
            "cooldown",
            "budget"
        ),
        Defect.OnJournal(
            "attempts forgotten",
            inner => new ChangedRecords(
                inner,
                record => record with { Open = record.Open is { } open ? open with { Attempts = [] } : null },
                record => record
            ),
            "no duplicate effect"
        ),
        Defect.OnJournal(
            "breaches forgotten",
            inner => new ChangedRecords(
                inner,
                record => record,
                record =>
                    record with
                    {
                        AlarmsSeen = record.AlarmsSeen.RemoveRange(
                            record.AlarmsSeen.Keys.Where(source =>
                                source.StartsWith("quickCheck", StringComparison.Ordinal)
                            )
                        ),
                    }
            ),
            "nothing dropped"
        ),
        Defect.OnJournal(
            "words kept whole, however long",
            inner => new ChangedRecords(
                inner,
                record => record,
                record =>
                    record with
                    {
                        Open = record.Open is { } open ? open with { Lines = [.. open.Lines.Select(Uncut)] } : null,
                    }
            ),
            "records fit"
        ),
        Defect.OnJournal(
            "names kept without their request",
            inner => new ChangedRecords(
                inner,
                record => record,
                record =>
                    record with
                    {
                        Open = record.Open is { } open ? open with { Lines = [.. open.Lines.Select(Unclaimed)] } : null,
                    }
            ),
            "only who may decide does"
        ),
        Defect.OnJournal("actions not counted", inner => new Uncounted(inner), "budget"),
        Defect.OnJournal(
            "notices not written down",
            inner => new ChangedRecords(inner, record => record, WithoutNotices),
            "record complete"
        ),
        Defect.OnJournal(
            "denials of which people were told, forgotten",
            inner => new ChangedRecords(
                inner,
                record => record with { Open = record.Open is { } open ? WithoutDenials(open) : null },
                record => record
            ),
            "no notice twice"
        ),
        Defect.OnJournal(
            "what AWS wants later, forgotten",
            inner => new ChangedRecords(
                inner,
                record => record with { Open = record.Open is { } open ? WithoutPostponed(open) : null },
                record => record
            ),
            "later is not no"
        ),
        Defect.OnJournal(
            "lines forgotten",
            inner => new ChangedRecords(
                inner,
                record =>
                    record with
                    {
                        Open = record.Open is { Lines.Length: > 6 } open
                            ? open with
                            {
                                Lines = open.Lines[..6],
                            }
                            : record.Open,
                    },
                record => record
            ),
            "record kept"
        ),
        Defect.OnJournal(
            "a beat that goes back",
            inner => new ChangedRecords(
                inner,
                record => record,
                record =>
                    record with
                    {
                        Open = record.Open is { Beat: > 5 } open
                            ? open with
                            {
                                Watch = open.Watch with { Beat = open.Beat - 4 },
                            }
                            : record.Open,
                    }
            ),
            "numbers only grow"
        ),
        Defect.OnJournal("a kill switch that nobody reads", inner => new Switchless(inner), "kill switch"),
        Defect.OnJournal(
            "a severity that falls",
            inner => new ChangedRecords(
                inner,
                record => record,
                record =>
                    record with
                    {
                        Open = record.Open is { Beat: > 3 } open ? open with { Severity = Severity.P4 } : record.Open,
                    }
            ),
            "severity never falls"
        ),
        Defect.OnJournal(
            "a time to recover that begins later in each round",
            inner => new ChangedRecords(
                inner,
                record => record,
                record =>
                    record with
                    {
                        Open = record.Open is { Recovery: { } clock } open
                            ? (clock with { Since = clock.Since.AddMinutes(1) }).In(open)
                            : record.Open,
                    }
            ),
            "recovery measured"
        ),
        Defect.OnJournal(
            "new incidents not written",
            inner => new Forgetful(inner),
            "nothing dropped",
            "record complete"
        ),
        Defect.OnJournal("ended records read without their notes", inner => new Noteless(inner), "notes kept"),
        Defect.OnJournal("a report cut short", inner => new CutReports(inner), "report complete"),
        Defect.OnJournal("one number for all", inner => new OneNumber(inner), "a number for each incident"),
        Defect.OnJournal("a new number in each round", inner => new Renumbering(inner), "a number for each incident"),
    ];

    private static TimelineEntry Unclaimed(TimelineEntry line) =>
        line with
        {
            Text = line.Text.Split(" [name as claimed")[0],
        };

    /// <summary>As AWS wrote it: pages of it.</summary>
    private static TimelineEntry Uncut(TimelineEntry line) =>
        line.Text.EndsWith('…') && line.Text.Length < 5000
            ? line with
            {
                Text = $"{new string('障', 150_000)}…",
            }
            : line;

    private static Incident WithoutDenials(Incident open) =>
        open with
        {
            Clearance = open.Clearance with { Denials = [] },
        };

    private static Incident WithoutPostponed(Incident open) =>
        open with
        {
            Clearance = open.Clearance with { Postponed = [] },
        };

    private static TargetRecord WithoutNotices(TargetRecord record) =>
        record with
        {
            Open = record.Open is { } open
                ? open with
                {
                    Lines = [.. open.Lines.Where(line => line.Kind != EntryKind.Notified)],
                }
                : null,
        };

    /// <summary>Nobody ever seems to have a target.</summary>
    private sealed class OpenLeases(IJournal inner) : JournalWrap(inner)
    {
        public override async Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
            (await Inner.ReadAsync(target, cancellationToken)) with
            {
                LeasedUntil = null,
            };
    }

    /// <summary>Writes whatever anybody has written since.</summary>
    private sealed class Unfenced(IJournal inner) : JournalWrap(inner)
    {
        public override async Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
            (await Inner.ReadAsync(target, cancellationToken)) with
            {
                LeasedUntil = null,
            };

        public override async Task<Lease?> SaveAsync(
            Lease lease,
            TargetRecord record,
            Incident? ended,
            WrittenReport? report,
            bool release,
            CancellationToken cancellationToken
        )
        {
            var now = await Inner.ReadAsync(lease.Target, cancellationToken);
            return await Inner.SaveAsync(
                lease with
                {
                    Fence = now.Fence,
                    Revision = now.Revision,
                },
                record,
                ended,
                report,
                release,
                cancellationToken
            );
        }
    }

    private sealed class LateIntent(IJournal inner) : JournalWrap(inner)
    {
        public override Task<Lease?> SaveAsync(
            Lease lease,
            TargetRecord record,
            Incident? ended,
            WrittenReport? report,
            bool release,
            CancellationToken cancellationToken
        ) =>
            !release && record.Open?.Intent is not null
                ? Task.FromResult<Lease?>(lease)
                : base.SaveAsync(lease, record, ended, report, release, cancellationToken);
    }

    private sealed class Switchless(IJournal inner) : JournalWrap(inner)
    {
        public override async Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken) =>
            (await Inner.ReadAsync(target, cancellationToken)) with
            {
                Control = ControlSwitch.Unset,
            };
    }

    private sealed class Uncounted(IJournal inner) : JournalWrap(inner)
    {
        public override Task<bool> SpendAsync(int most, DateTimeOffset at, CancellationToken cancellationToken) =>
            Task.FromResult(true);
    }

    private sealed class CutReports(IJournal inner) : JournalWrap(inner)
    {
        public override Task<Lease?> SaveAsync(
            Lease lease,
            TargetRecord record,
            Incident? ended,
            WrittenReport? report,
            bool release,
            CancellationToken cancellationToken
        ) =>
            base.SaveAsync(
                lease,
                record,
                ended,
                report is null ? null : report with { Text = report.Text[..(report.Text.Length / 2)] },
                release,
                cancellationToken
            );
    }

    /// <summary>Who adds a note to such a record writes it back without the others.</summary>
    private sealed class Noteless(IJournal inner) : JournalWrap(inner)
    {
        public override async Task<Incident?> FindEndedAsync(IncidentId id, CancellationToken cancellationToken) =>
            await base.FindEndedAsync(id, cancellationToken) is { } ended
                ? ended with
                {
                    Lines = [.. ended.Lines.Where(line => line.Detail is not EntryDetail.Remark)],
                }
                : null;
    }

    private sealed class OneNumber(IJournal inner) : JournalWrap(inner)
    {
        public override Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken) =>
            Task.FromResult(1);
    }

    /// <summary>Forgets numbers, and gives a new one to whoever asks.</summary>
    private sealed class Renumbering(IJournal inner) : JournalWrap(inner)
    {
        private int _asked;

        public override async Task<JournalView> ReadAsync(TargetId target, CancellationToken cancellationToken)
        {
            var view = await Inner.ReadAsync(target, cancellationToken);
            return view.Record.Open is { } open
                ? view with
                {
                    Record = view.Record with { Open = open with { Cause = open.Cause with { Number = null } } },
                }
                : view;
        }

        public override Task<int> NumberAsync(IncidentId incident, DateOnly day, CancellationToken cancellationToken) =>
            Inner.NumberAsync(new IncidentId($"{incident}#{_asked++}"), day, cancellationToken);
    }

    /// <summary>The first record of an incident is not written, and nobody is told.</summary>
    private sealed class Forgetful(IJournal inner) : JournalWrap(inner)
    {
        public override Task<Lease?> SaveAsync(
            Lease lease,
            TargetRecord record,
            Incident? ended,
            WrittenReport? report,
            bool release,
            CancellationToken cancellationToken
        ) =>
            record.Open is { Beat: 1 }
                ? Task.FromResult<Lease?>(lease)
                : base.SaveAsync(lease, record, ended, report, release, cancellationToken);
    }
}
