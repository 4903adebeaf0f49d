namespace LambdaOps.Campaigns;

/// <summary>What disturbs a simulated service, and what heals it.</summary>
public enum OutageKind
{
    /// <summary>Some tasks hang; a restart heals.</summary>
    Hang,

    /// <summary>All tasks hang at once; a restart heals.</summary>
    Total,

    /// <summary>A deployment whose tasks die; a rollback heals.</summary>
    BadDeployment,

    /// <summary>A deployment that completes, and whose tasks do not serve; another deployment heals.</summary>
    SilentlyBadDeployment,

    /// <summary>Tasks die by themselves; time heals.</summary>
    CrashLoop,

    /// <summary>A dependency is down; time heals.</summary>
    Dependency,

    /// <summary>One dependency takes several services down together; time heals.</summary>
    SharedDependency,

    /// <summary>More requests than the tasks can answer; more tasks, or time, heal.</summary>
    Overload,

    /// <summary>Answers are slow though the tasks are not saturated; time heals.</summary>
    Slowness,

    /// <summary>A table of the service is throttled; time heals.</summary>
    Throttling,

    /// <summary>Tasks are lost and new ones find no place; time heals.</summary>
    Placement,

    /// <summary>Down and up again every few seconds; time heals.</summary>
    Flapping,

    /// <summary>Someone set the desired count to 0; a person heals.</summary>
    Stopped,

    /// <summary>A deployment all of whose tasks run, never get healthy and are never counted; a person heals.</summary>
    StuckRollout,

    /// <summary>Memory climbs until the tasks are killed; new tasks have it back, and time heals.</summary>
    MemoryLeak,

    /// <summary>One of 2, 5 or 50 requests to the health URL fails, and alarms on errors fire; time heals.</summary>
    FlappingProbe,

    /// <summary>The tasks of one zone do not serve, and the health URL is good; time heals.</summary>
    PartialZone,

    /// <summary>The health URL's name is not resolved, and nobody outside gets in; time heals.</summary>
    DnsFailure,

    /// <summary>The health URL's certificate is not good; time heals.</summary>
    TlsFailure,

    /// <summary>The health URL is answered by a redirect, a denial, a throttle or another page; time heals.</summary>
    ForeignAnswer,

    /// <summary>Nobody asks, as at night: no datapoint of requests, and idle tasks; morning heals.</summary>
    QuietNight,

    /// <summary>Hardly anyone asks: a percentile is one slow request; morning heals.</summary>
    ThinTraffic,

    /// <summary>More requests, and a tool that sets the count or the minimum back each minute; time heals.</summary>
    ToolUndoes,

    /// <summary>
    /// The group that is looked at has no target, as another one has the traffic; nothing is wrong but that, and the alarm
    /// on healthy targets; time heals.
    /// </summary>
    EmptyGroup,
}
