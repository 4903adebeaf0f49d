using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Tests;

/// <summary>Evidence that says "I do not know", or "not now", and is taken for something else.</summary>
internal static class EvidenceDefects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        Defect.OnObserver(
            "somebody else's answer taken for the service's",
            eyes => new MissingIsOtherwise<HealthProbe>(
                eyes,
                _ => new HealthProbe(null, SaysHealthy: false, "no answer")
            ),
            "no action on missing evidence"
        ),
        Defect.OnObserver(
            "numbers that CloudWatch withholds taken for none",
            eyes => new MissingIsOtherwise<RevisionLoad>(
                eyes,
                at => new RevisionLoad(new TargetCounts(5, 0, 0, 0), GoodMinutes(at.Now))
            ),
            "no action on missing evidence",
            "bad revisions get no more traffic"
        ),
        Defect.OnObserver(
            "the slowest of three requests taken for a percentile, and no request for a hole",
            eyes => new ChangedLooks<LoadReading>(eyes, load => load with { RequestsPerSecond = 100 }),
            "quiet nights wake nobody"
        ),
        Defect.OnObserver(
            "datapoints of an alarm's last change taken for those of now",
            eyes => new ChangedLooks<AlarmReading>(eyes, alarm => alarm with { IsOld = false }),
            "restarts are confirmed"
        ),
        Defect.OnObserver(
            "an alarm of many services told by its name alone",
            eyes => new ByNameAlone(eyes),
            "alarms of many are told by their series"
        ),
        Defect.OnObserver(
            "mute rules that nobody asks after",
            eyes => new ChangedLooks<AlarmReading>(eyes, alarm => alarm with { Silenced = null }),
            "silenced"
        ),
        Defect.InEachRemedy(
            "health URLs that get no more time than any look",
            remedy => new ChangedRemedy(remedy) { Look = look => look with { TakesUpTo = static _ => TimeSpan.Zero } },
            "health URLs have their time"
        ),
        Defect.OnObserver(
            "images told by their tags alone",
            eyes => new ChangedLooks<RunningImages>(
                eyes,
                images => new RunningImages([
                    .. images.All.Select(one => one with { Digest = $"sha256:{one.Image}.0" }),
                ])
            ),
            "restarts say their images"
        ),
        Defect.OnObserver(
            "pauses of an outage's own restart left to rollout",
            eyes => new ChangedLooks<NativeDeployments>(
                eyes,
                all => all.Newest is { IsSameAgain: true } own ? new NativeDeployments(own with { Hook = null }) : all
            ),
            "own restarts pass their pauses"
        ),
        Defect.OnJournal(
            "restarts without a word of what ran before",
            journal => new ChangedRecords(
                journal,
                record => record,
                record => record with { Open = record.Open is { } open ? Silent(open) : null }
            ),
            "restarts say their images"
        ),
        Defect.OnJournal(
            "what comes when a mute ends taken for a duplicate",
            journal => new ChangedRecords(journal, record => record, Forget),
            "what was silenced comes back"
        ),
    ];

    private static Incident Silent(Incident open) =>
        open with
        {
            Lines = open.Lines.RemoveAll(line => line.Kind == EntryKind.Seen),
        };

    /// <summary>Nobody knows any more which change came while its alarm was silenced.</summary>
    private static TargetRecord Forget(TargetRecord record) =>
        record with
        {
            Open = Forget(record.Open),
            LastEnded = Forget(record.LastEnded),
            HeldBack = record.HeldBack.Clear(),
        };

    private static Incident? Forget(Incident? incident) =>
        incident is null
            ? null
            : incident with
            {
                Cause = incident.Cause with
                {
                    Alarms =
                    [
                        .. incident.Cause.Alarms.Select(alarm =>
                            alarm with
                            {
                                LooksSilenced = false,
                                HasLookedSilenced = false,
                                Silenced = null,
                            }
                        ),
                    ],
                },
            };

    private static ImmutableArray<RevisionMinute> GoodMinutes(DateTimeOffset now) =>
        [.. Enumerable.Range(1, 45).Select(ago => new RevisionMinute(now.AddMinutes(ago - 46), 6000, 0, 0, 100))];
}
