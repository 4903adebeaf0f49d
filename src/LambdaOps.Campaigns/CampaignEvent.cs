using System.Globalization;
using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns;

/// <summary>What just happened in a run: the checkers are fed with it, and the timeline is made of it.</summary>
internal abstract record CampaignEvent
{
    private CampaignEvent() { }

    /// <summary>The event in words, for the timeline.</summary>
    public abstract string Words { get; }

    public override string ToString() => Words;

    /// <summary>An invocation began.</summary>
    public sealed record Began(CampaignInvocation By) : CampaignEvent
    {
        public override string Words => By.Signal is { } signal ? $"{By} begins with {Say(signal)}" : $"{By} begins";
    }

    /// <summary>An invocation ended by itself: with a report, or with an exception.</summary>
    public sealed record Finished(CampaignInvocation By, LoopReport? Report, Exception? Failed) : CampaignEvent
    {
        public override string Words =>
            Report is { } report
                ? $"{By} ends: {report.Outcome} {report.Incident} {report.Phase}: {report.Because}"
                : $"{By} fails: {Failed!.GetType().Name}: {Failed.Message}";
    }

    /// <summary>An invocation died.</summary>
    public sealed record Died(CampaignInvocation By, string Why) : CampaignEvent
    {
        public override string Words => $"{By} dies: {Why}";
    }

    /// <summary>ECS was answered about a new revision.</summary>
    public sealed record HookAnswered(CampaignInvocation By, CampaignService Service, HookAnswer Answer) : CampaignEvent
    {
        public override string Words => $"{By} answers ECS on {Service.Operated.Id}: {Answer.Status}";
    }

    /// <summary>A lease was granted, or refused.</summary>
    public sealed record Claimed(CampaignInvocation By, TargetId Target, long FenceBefore, Lease? Lease) : CampaignEvent
    {
        public override string Words =>
            Lease is { } lease
                ? $"{By} claims {Target} with fence {lease.Fence} until {lease.Until:HH:mm:ss}"
                : $"{By} does not get {Target}";
    }

    /// <summary>A record was written, or refused for an old fence or revision.</summary>
    public sealed record Saved(
        CampaignInvocation By,
        TargetRecord Before,
        TargetRecord After,
        Incident? Ended,
        long Fence,
        bool Taken
    ) : CampaignEvent
    {
        /// <summary>An incident that had ended before, into whose record people wrote; null otherwise.</summary>
        public Incident? Noted { get; init; }

        /// <summary>The incident that it is about; null when none is open before or after.</summary>
        public Incident? Incident => After.Open ?? Ended;

        public override string Words =>
            $"{By} {(Taken ? "writes" : "may not write")} {After.Target}: "
            + (
                Incident is { } open
                    ? $"{open.Id} {open.Remedy} {open.Status} {open.Phase} beat {open.Beat}"
                        + (open.Intent is { } intent ? $", intent '{intent.Change.Description}'" : "")
                        + (Ended is null ? "" : ", ended")
                    : "no incident"
            );
    }

    /// <summary>A look was answered, or was not.</summary>
    public sealed record Looked(CampaignInvocation By, string What, object? Seen) : CampaignEvent
    {
        public override string Words => $"{By} looks at {What}: {Seen ?? "nothing to see"}";
    }

    /// <summary>The loop waits no longer for the answer to a look.</summary>
    public sealed record GivenUp(CampaignInvocation By, Look Look, Resource Target, TimeSpan After) : CampaignEvent
    {
        public override string Words => $"{By} gives {Look} of {Target.Id} up after {After.TotalSeconds:0.0} s";
    }

    /// <summary>A remedy decided.</summary>
    public sealed record Decided(CampaignInvocation By, Incident Incident, Decision Decision) : CampaignEvent
    {
        public override string Words =>
            $"{By} decides {Incident.Remedy}: {Decision.GetType().Name}: {Decision.Because}";
    }

    /// <summary>A guard denied a change.</summary>
    public sealed record Denied(CampaignInvocation By, TargetId Target, Guard Guard) : CampaignEvent
    {
        public override string Words => $"{By} is denied by {Guard.Name}";
    }

    /// <summary>A change was sent.</summary>
    public sealed record Sent(CampaignInvocation By, Change Change) : CampaignEvent
    {
        public override string Words => $"{By} sends '{Change.Description}'";
    }

    /// <summary>A change takes effect, in this moment.</summary>
    public sealed record Changing(CampaignInvocation By, Change Change, CampaignService? Service, SiteModel? Site)
        : CampaignEvent
    {
        public override string Words => $"'{Change.Description}' of {By} takes effect";
    }

    /// <summary>A change was answered.</summary>
    public sealed record Answered(CampaignInvocation By, Change Change, ActionOutcome Outcome) : CampaignEvent
    {
        public override string Words => $"{By} is answered on '{Change.Description}': {Outcome}";
    }

    /// <summary>A notice was sent, or was not.</summary>
    public sealed record Noticed(CampaignInvocation By, Notice Notice, string? Failed) : CampaignEvent
    {
        public override string Words =>
            $"{By} notice {Notice.Kind} \"{Notice.Subject}\"" + (Failed is null ? "" : $" is not sent: {Failed}");
    }

    /// <summary>A message went into a queue; ticks are noted only for the timeline.</summary>
    public sealed record Queued(CampaignInvocation By, Message Message) : CampaignEvent
    {
        public override string Words => $"{By} queues {Message} for {Message.Function}";
    }

    /// <summary>A message is gone: handled to its end, or in the dead-letter queue.</summary>
    public sealed record Gone(Message Message, bool IsDead) : CampaignEvent
    {
        public override string Words => IsDead ? $"{Message} is in the dead-letter queue" : $"{Message} is done";
    }

    /// <summary>An alarm changed its state.</summary>
    public sealed record Turned(AlarmModel Alarm) : CampaignEvent
    {
        public override string Words => $"alarm {Alarm.Title} is {Alarm.State}";
    }

    /// <summary>An outage began or ended.</summary>
    public sealed record Outage(CampaignService Service, OutageKind Kind, bool Begins) : CampaignEvent
    {
        public override string Words => $"{Kind} of {Service.Operated.Id} {(Begins ? "begins" : "ends")}";
    }

    /// <summary>A service changed.</summary>
    public sealed record Shifted(CampaignService Service) : CampaignEvent
    {
        public override string Words =>
            $"{Service.Operated.Id} is {Service.State}; {Service.Targets}; {Service.Health}";
    }

    /// <summary>A person or the autoscaler did something.</summary>
    public sealed record Person(string Did) : CampaignEvent
    {
        public override string Words => Did;
    }

    /// <summary>The watchdog's schedule is due.</summary>
    public sealed record Scheduled : CampaignEvent
    {
        public override string Words => "the watchdog is due";
    }

    /// <summary>The watchdog is done.</summary>
    public sealed record Watched(CampaignInvocation By, IReadOnlyList<WatchReport> Found) : CampaignEvent
    {
        public override string Words =>
            $"{By} ends: "
            + string.Join(
                "; ",
                Found.Select(one => $"{one.Incident} {one.Lateness}{(one.Notified ? ", notified" : "")}")
            );
    }

    /// <summary>A fault struck.</summary>
    public sealed record Struck(CampaignInvocation? By, FaultKind Fault, string Where) : CampaignEvent
    {
        public override string Words => $"fault {Fault} strikes {Where}{(By is null ? "" : $" of {By}")}";
    }

    private static string Say(Core.Signals.Signal signal) =>
        signal switch
        {
            Core.Signals.Signal.AlarmChanged alarm => $"alarm {alarm.Name} {alarm.State} of {alarm.ChangedAt:HH:mm:ss}",
            Core.Signals.Signal.OperatorRequested asked => string.Create(
                CultureInfo.InvariantCulture,
                $"{asked.By}'s request for {asked.Remedy} on {asked.Target} ({asked.Mode})"
            ),
            Core.Signals.Signal.OperatorAnswered answer => $"{answer.By}'s answer: {answer.Answer} {answer.Subject}",
            Core.Signals.Signal.ControlSet set => $"{set.By} sets the control switch to {set.Mode}",
            Core.Signals.Signal.TickCame tick => $"tick {tick.Beat} of {tick.Incident}",
            Core.Signals.Signal.BreachFound breach => $"breach of {breach.At:HH:mm:ss}: {breach.Because}",
            Core.Signals.Signal.DeploymentChanged changed => $"{changed.Line} of {changed.ServiceArn}",
            Core.Signals.Signal.SmokeTested tested => tested.Line,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>
/// A number for an event, the same in every process: what two equal runs have in common. 0 for what is told only for a
/// timeline.
/// </summary>
internal static class CampaignTrace
{
    public static long Of(CampaignEvent happened) =>
        happened switch
        {
            CampaignEvent.Finished finished => 2 + finished.By.Number + ((long)(finished.Report?.Outcome ?? 0) << 32),
            CampaignEvent.Died died => 3 + died.By.Number,
            CampaignEvent.Claimed claimed => 4 + claimed.By.Number + ((claimed.Lease?.Fence ?? 0) << 32),
            CampaignEvent.Saved saved => 5
                + saved.By.Number
                + ((saved.Incident?.Beat ?? 0) << 24)
                + ((saved.Incident?.Lines.Length ?? 0L) << 48),
            CampaignEvent.Changing changing => 7
                + changing.By.Number
                + ((long)changing.Change.Description.Length << 32),
            CampaignEvent.Answered answered => 11
                + answered.By.Number
                + ((long)answered.Change.Description.Length << 32),
            CampaignEvent.Noticed noticed => 13 + noticed.By.Number + ((long)noticed.Notice.Text.Length << 32),
            CampaignEvent.Gone gone => 17 + gone.Message.Number,
            CampaignEvent.Turned turned => 19 + ((long)turned.Alarm.State << 32),
            CampaignEvent.HookAnswered hook => 29 + hook.By.Number + ((long)hook.Answer.Status << 32),
            CampaignEvent.Outage outage => 23 + ((long)outage.Kind << 32),
            _ => 0,
        };
}

/// <summary>Virtual time for people.</summary>
internal static class CampaignTime
{
    public static string Show(long ticks) =>
        new TimeSpan(ticks).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
