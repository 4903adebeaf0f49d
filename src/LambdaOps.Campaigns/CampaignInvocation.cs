using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns;

/// <summary>One invocation of one function, with what it has seen and done so far, as the checkers need it.</summary>
internal sealed class CampaignInvocation(long number, FunctionName function, Signal? signal, TargetId target)
{
    public long Number { get; } = number;

    /// <summary>Checkers look invocations up at every event: a number is quicker than an object's own code.</summary>
    public override int GetHashCode() => Number.GetHashCode();

    public FunctionName Function { get; } = function;

    /// <summary>Null for the watchdog, which a schedule invokes.</summary>
    public Signal? Signal { get; } = signal;

    /// <summary>The signal's target; empty when the estate does not know it, and for the watchdog.</summary>
    public TargetId Target { get; } = target;

    /// <summary>Whether nothing of it runs any more: it ended or died.</summary>
    public bool IsOver { get; set; }

    /// <summary>What stops it a second before Lambda would.</summary>
    public CancellationTokenSource Deadline { get; init; } = new();

    /// <summary>When it began.</summary>
    public required long BeganAt { get; init; }

    /// <summary>What it handles; null for the watchdog.</summary>
    public Message? Message { get; init; }

    /// <summary>Whether its role holds write permissions.</summary>
    public required bool MayWrite { get; init; }

    /// <summary>Whether any of its looks showed what was true a while ago.</summary>
    public bool SawStale { get; set; }

    /// <summary>Whether any of its looks showed numbers that are late, missing or wrong.</summary>
    public bool SawWrong { get; set; }

    /// <summary>Notices that did not go out.</summary>
    public int NoticesFailed { get; set; }

    /// <summary>Where the kill switch really stood when it last read its target's record.</summary>
    public Mode SwitchAtRead { get; set; } = Mode.Off;

    /// <summary>The newest lease that it got.</summary>
    public Lease? Lease { get; set; }

    /// <summary>When it last sent a change: what takes long on its way cannot heed what happens meanwhile.</summary>
    public long? SentAt { get; set; }

    /// <summary>Looks that failed.</summary>
    public int Missed { get; set; }

    /// <summary>Whether it asked whether a way back is deregistered, and got no answer.</summary>
    public bool MissedWayBack { get; set; }

    /// <summary>When it last asked for the service's state; null when it never did.</summary>
    public long? ServiceAskedAt { get; set; }

    /// <summary>When it last asked for the page.</summary>
    public long? PageAskedAt { get; set; }

    /// <summary>Whether it was shown what stands at its site's page.</summary>
    public bool SawPage { get; set; }

    /// <summary>The active alarms as it last saw them; null when it has not.</summary>
    public ActiveAlarms? Alarms { get; set; }

    /// <summary>The targets as it last saw them; null when it has not.</summary>
    public TargetCounts? Targets { get; set; }

    /// <summary>The service as it last saw it; null when it has not.</summary>
    public ServiceState? Service { get; set; }

    /// <summary>The newest deployment that it saw; null before.</summary>
    public NativeDeployment? Newest { get; set; }

    /// <summary>The service as it first saw it: what it decides on; null when it has not.</summary>
    public ServiceState? DecidedOn { get; set; }

    /// <summary>Who waits for its answer to a lifecycle hook, null when it has none; null for all else.</summary>
    public Action<HookAnswer?>? Answered { get; init; }

    /// <summary>What a new revision answered it.</summary>
    public List<PathProbe> Probes { get; } = [];

    /// <summary>Where the kill switch stood when it last asked for it alone; null when it has not.</summary>
    public Mode? ControlRead { get; set; }

    /// <summary>A change that was answered and is not in the record yet.</summary>
    public Change? Unrecorded { get; set; }

    /// <summary>Whether it sent its own signal on to a queue.</summary>
    public bool SentOn { get; set; }

    /// <summary>Notices of incidents that were tried and are not in the record yet.</summary>
    public List<Notice> Untold { get; } = [];

    /// <summary>All notices that went out, as a record has them.</summary>
    public HashSet<EntryDetail.Notification> Notified { get; } = [];

    public override string ToString() => $"#{Number} {Function}";
}
