using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>A mistake that somebody could make, and the rules any of which has to find it.</summary>
internal sealed record Defect(string Name, Func<CampaignOptions, CampaignOptions> Make, params string[] Rules);

/// <summary>Mistakes made on purpose, by leaving out, replacing or wrapping one part: the proof of the proof.</summary>
internal static class Defects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        Without<KillSwitchGuard>("kill switch"),
        Without<ModeGuard>("mode"),
        Without<WritePermissionGuard>("write permission"),
        Without<SilencedGuard>("silenced"),
        Without<MissingEvidenceGuard>("no action on missing evidence"),
        Without<LeaseGuard>("one actor per target"),
        Without<CooldownGuard>("cooldown"),
        Without<DeploymentInProgressGuard>("deployment in progress"),
        Without<LiveStateGuard>("live state"),
        Without<CapacityGuard>("capacity bounds"),
        Without<StepGuard>("capacity bounds"),
        Without<ScaleInGuard>("no scale-in under alarm"),
        Without<WorseAfterGuard>("worse stops the remedy"),
        Without<BudgetGuard>("budget"),
        Without<FreezeGuard>("approval before the dangerous"),
        Without<ApprovalGuard>("approval before the dangerous"),
        new(
            "a fresh look that stops only counts",
            options =>
                options with
                {
                    Loop = loop =>
                        loop with
                        {
                            Guards = change =>
                                [
                                    .. loop.Guards(change)
                                        .Select(guard => guard is LiveStateGuard ? new CountsOnly() : guard),
                                ],
                        },
                },
            "live state"
        ),
        new("x2 became x3", options => options with { Loop = Tripled }, "capacity bounds"),
        OnJournal("a lease that does not keep others out", inner => new OpenLeases(inner), "one actor per target"),
        OnJournal(
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
        OnJournal("the intent written after the act", inner => new LateIntent(inner), "intent before act"),
        OnJournal(
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
        OnJournal(
            "attempts forgotten",
            inner => new ChangedRecords(
                inner,
                record => record with { Open = record.Open is { } open ? open with { Attempts = [] } : null },
                record => record
            ),
            "no duplicate effect"
        ),
        OnJournal("actions not counted", inner => new Uncounted(inner), "budget"),
        OnJournal(
            "notices not written down",
            inner => new ChangedRecords(inner, record => record, WithoutNotices),
            "record complete"
        ),
        OnJournal(
            "denials of which people were told, forgotten",
            inner => new ChangedRecords(
                inner,
                record => record with { Open = record.Open is { } open ? WithoutDenials(open) : null },
                record => record
            ),
            "no notice twice"
        ),
        OnJournal(
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
        OnJournal(
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
        OnJournal("a kill switch that nobody reads", inner => new Switchless(inner), "kill switch"),
        OnJournal(
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
        OnJournal("new incidents not written", inner => new Forgetful(inner), "nothing dropped", "record complete"),
        OnObserver("what is missing is read as zero", eyes => new MissingIsZero(eyes), "no action on missing evidence"),
        OnObserver(
            "the first look at a service is believed for good",
            eyes => new NeverLooksAgain(eyes, ServiceLooks.State),
            "deployment in progress",
            "capacity bounds",
            "live state"
        ),
        OnObserver(
            "every page counts as saved",
            eyes => new ChangedPages(eyes, page => page is PageState.Own own ? own with { IsSaved = true } : page),
            "page kept"
        ),
        OnActuator("every restart made twice", Twice, "no duplicate effect"),
        OnActuator("a change sent again when no answer came", Insist, "no duplicate effect"),
        OnActuator("whatever came of it is called done", Gloss, "record true"),
        OnNotices("notices that nobody sends", (_, _) => Task.FromResult<string?>(null), "record true"),
        OnNotices(
            "a notice whose failure stops the remedy",
            async (inner, notice) =>
                await inner.NotifyAsync(notice, CancellationToken.None) is { } failed
                    ? throw new IOException(failed)
                    : null,
            "no surprise"
        ),
        new(
            "the page put back without looking what stands there",
            options =>
                options with
                {
                    Ports = ports =>
                        ports with
                        {
                            Actuator = new ChangedActuator(
                                ports.Actuator,
                                (hands, action, target, token) =>
                                    RestoreBlindlyAsync(ports.Observer, hands, action, target, token)
                            ),
                        },
                },
            "page kept"
        ),
        OnFollowUps(
            "some ticks never sent",
            (sent, signal, delay) => signal is Signal.TickCame && sent % 5 == 0 ? null : delay,
            "follow-up on its way",
            "comes to its end"
        ),
        new("no watchdog", options => options with { HasWatchdog = false }, "follow-up on its way", "comes to its end"),
        new(
            "a failed send taken for sent",
            options =>
                options with
                {
                    Ports = ports => ports with { FollowUps = new TrustingFollowUps(ports.FollowUps) },
                },
            "follow-up on its way",
            "nothing dropped"
        ),
        OnFollowUps(
            "ticks sent far too late",
            (_, _, delay) => delay + TimeSpan.FromHours(2),
            "comes to its end",
            "escalation on time"
        ),
        OnRemedy<TotalOutageProcedure>(
            "steps back after a restart that need a budget",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.SetDesiredCount set } act
                    ? act with
                    {
                        Change = set with { AfterRestart = false },
                    }
                    : decision,
            "capacity restored"
        ),
        OnRemedy<TotalOutageProcedure>(
            "a count that stays where the restart put it",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.SetDesiredCount } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "capacity restored"
        ),
        OnRemedy<TotalOutageProcedure>(
            "a total outage that leaves its page up",
            (_, _, decision) =>
                decision is Decision.Act { Change: Change.RestorePage } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "capacity restored"
        ),
        OnRemedy<LatencyProcedure>(
            "borrowed capacity never restored",
            (_, _, decision) =>
                decision is Decision.Act { Change.Direction: Direction.Restores } act
                    ? new Decision.Resolved(act.Because)
                    : decision,
            "capacity restored"
        ),
        new(
            "no PageGuard, and a page that is not saved first",
            options => options with { Loop = loop => LeaveOut<PageGuard>(Unsaved(loop)) },
            "page kept"
        ),
        new(
            "waits that have no end",
            options =>
                options with
                {
                    Loop = loop =>
                        loop with
                        {
                            Remedies =
                            [
                                .. AllProcedures.Remedies.Select(remedy => new ChangedRemedy(
                                    remedy,
                                    (_, _, decision) => decision
                                )
                                {
                                    Setting = setting => setting with { NotifyWithin = null },
                                }),
                            ],
                        },
                },
            "no silence"
        ),
        new(
            "a restart again when it did not help",
            options =>
                options with
                {
                    Loop = loop =>
                        loop with
                        {
                            Remedies = [.. AllProcedures.Remedies.Select(remedy => new ChangedRemedy(remedy, Again))],
                        },
                },
            "no duplicate effect",
            "cooldown"
        ),
    ];

    private static Defect Without<TGuard>(params string[] rules)
        where TGuard : Guard =>
        new($"no {typeof(TGuard).Name}", options => options with { Loop = LeaveOut<TGuard> }, rules);

    private static Defect OnJournal(string name, Func<IJournal, IJournal> wrap, params string[] rules) =>
        new(name, options => options with { Ports = ports => ports with { Journal = wrap(ports.Journal) } }, rules);

    private static Defect OnObserver(string name, Func<IObserver, IObserver> wrap, params string[] rules) =>
        new(name, options => options with { Ports = ports => ports with { Observer = wrap(ports.Observer) } }, rules);

    private static Defect OnActuator(
        string name,
        Func<IActuator, Change, Resource, CancellationToken, Task<ActionOutcome>> act,
        params string[] rules
    ) =>
        new(
            name,
            options =>
                options with
                {
                    Ports = ports => ports with { Actuator = new ChangedActuator(ports.Actuator, act) },
                },
            rules
        );

    private static Defect OnNotices(
        string name,
        Func<INotifier, Notice, Task<string?>> notify,
        params string[] rules
    ) =>
        new(
            name,
            options =>
                options with
                {
                    Ports = ports => ports with { Notifier = new ChangedNotices(ports.Notifier, notify) },
                },
            rules
        );

    private static Defect OnFollowUps(
        string name,
        Func<int, Signal, TimeSpan, TimeSpan?> change,
        params string[] rules
    ) =>
        new(
            name,
            options =>
                options with
                {
                    Ports = ports => ports with { FollowUps = new ChangedFollowUps(ports.FollowUps, change) },
                },
            rules
        );

    private static Defect OnRemedy<TRemedy>(
        string name,
        Func<Incident, Resource, Decision, Decision> change,
        params string[] rules
    )
        where TRemedy : Remedy =>
        new(
            name,
            options =>
                options with
                {
                    Loop = loop =>
                        loop with
                        {
                            Remedies =
                            [
                                .. AllProcedures.Remedies.Select(remedy =>
                                    remedy is TRemedy ? new ChangedRemedy(remedy, change) : remedy
                                ),
                            ],
                        },
                },
            rules
        );

    /// <summary>A total outage that leaves the saving out: as long as PageGuard is there, no page goes up.</summary>
    internal static LoopOptions Unsaved(LoopOptions loop) =>
        loop with
        {
            Remedies =
            [
                .. AllProcedures.Remedies.Select(remedy => new ChangedRemedy(
                    remedy,
                    (incident, _, decision) =>
                        decision is Decision.Act { Change: Change.SavePage save } act
                            ? act with
                            {
                                Change = new Change.PublishMaintenancePage(
                                    save.Site,
                                    save.ETag,
                                    save.SavedKey,
                                    incident.Id
                                ),
                            }
                            : decision
                )),
            ],
        };

    private static LoopOptions LeaveOut<TGuard>(LoopOptions loop)
        where TGuard : Guard =>
        loop with
        {
            Guards = change => [.. loop.Guards(change).Where(guard => guard is not TGuard)],
        };

    private static LoopOptions Tripled(LoopOptions loop) =>
        LeaveOut<StepGuard>(loop) with
        {
            Remedies =
            [
                .. AllProcedures.Remedies.Select(remedy => new ChangedRemedy(
                    remedy,
                    (_, target, decision) =>
                        decision
                            is Decision.Act { Change: Change.SetDesiredCount { Direction: Direction.Takes } set } act
                        && target is OperatedService service
                            ? act with
                            {
                                Change = set with
                                {
                                    To = Math.Max(set.To, Math.Min(set.From * 3, service.Capacity.Ceiling)),
                                },
                            }
                            : decision
                )),
            ],
        };

    /// <summary>Whatever the guards would say of a second restart, the remedy asks for one.</summary>
    private static Decision Again(Incident incident, Resource target, Decision decision) =>
        decision is Decision.Escalate && incident.HasDone<Change.ForceNewDeployment>()
            ? new Decision.Act(
                new Change.ForceNewDeployment(incident.Target),
                incident.Phase,
                TimeSpan.FromSeconds(10),
                "again"
            )
            : decision;

    private static async Task<ActionOutcome> Twice(
        IActuator hands,
        Change action,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        if (action is Change.ForceNewDeployment)
        {
            await hands.ActAsync(action, target, cancellationToken);
        }

        return await hands.ActAsync(action, target, cancellationToken);
    }

    private static async Task<ActionOutcome> Insist(
        IActuator hands,
        Change action,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var outcome = await hands.ActAsync(action, target, cancellationToken);
        return outcome is ActionOutcome.Unknown ? await hands.ActAsync(action, target, cancellationToken) : outcome;
    }

    private static async Task<ActionOutcome> Gloss(
        IActuator hands,
        Change action,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        await hands.ActAsync(action, target, cancellationToken);
        return new ActionOutcome.Done("accepted");
    }

    private static async Task<ActionOutcome> RestoreBlindlyAsync(
        IObserver eyes,
        IActuator hands,
        Change action,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var site = target as OperatedSite ?? (target as OperatedService)?.Site;
        if (action is not Change.RestorePage back || site is null)
        {
            return await hands.ActAsync(action, target, cancellationToken);
        }

        var at = new LookAt(
            new Estate("", null, "", "", [], []),
            site,
            new IncidentId(""),
            Alarm: null,
            default,
            default
        );
        var eTag = await eyes.LookAsync(SiteLooks.Page, at, cancellationToken) switch
        {
            Fact<PageState>.Known { Value: PageState.Own own } => own.ETag,
            Fact<PageState>.Known { Value: PageState.Maintenance up } => up.ETag,
            _ => back.ETag,
        };
        return await hands.ActAsync(back with { ETag = eTag }, target, cancellationToken);
    }

    private static Incident WithoutDenials(Incident open) =>
        open with
        {
            Clearance = open.Clearance with { Denials = [] },
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

    /// <summary>Deployments over somebody's, and of what somebody stopped.</summary>
    private sealed class CountsOnly : Guard
    {
        public override Denial? Check(GuardQuestion question) =>
            question.Change is Change.ForceNewDeployment or Change.RollBack or Change.RestartAt
                ? null
                : new LiveStateGuard().Check(question);
    }

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
            bool release,
            CancellationToken cancellationToken
        ) =>
            !release && record.Open?.Intent is not null
                ? Task.FromResult<Lease?>(lease)
                : base.SaveAsync(lease, record, ended, release, cancellationToken);
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

    /// <summary>The first record of an incident is not written, and nobody is told.</summary>
    private sealed class Forgetful(IJournal inner) : JournalWrap(inner)
    {
        public override Task<Lease?> SaveAsync(
            Lease lease,
            TargetRecord record,
            Incident? ended,
            bool release,
            CancellationToken cancellationToken
        ) =>
            record.Open is { Beat: 1 }
                ? Task.FromResult<Lease?>(lease)
                : base.SaveAsync(lease, record, ended, release, cancellationToken);
    }
}
