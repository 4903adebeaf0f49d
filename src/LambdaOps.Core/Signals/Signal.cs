using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;

namespace LambdaOps.Core.Signals;

/// <summary>Something that came in, normalised: whatever its shape on the wire, decisions see one of these.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "signal")]
[JsonDerivedType(typeof(AlarmChanged), "alarm")]
[JsonDerivedType(typeof(OperatorRequested), "operator")]
[JsonDerivedType(typeof(OperatorAnswered), "answer")]
[JsonDerivedType(typeof(ControlSet), "control")]
[JsonDerivedType(typeof(LineTicked), "lineTicked")]
[JsonDerivedType(typeof(TickCame), "tick")]
[JsonDerivedType(typeof(BreachFound), "breach")]
[JsonDerivedType(typeof(DeploymentChanged), "deployment")]
[JsonDerivedType(typeof(SmokeTested), "smokeTest")]
public abstract record Signal
{
    private Signal() { }

    /// <summary>What it says is wrong now; null where it says nothing of that.</summary>
    [JsonIgnore]
    public virtual Disturbance? Disturbance => null;

    /// <summary>An alarm changed its state.</summary>
    /// <param name="ChangedAt">When CloudWatch changed the state: with the alarm's ARN the change's identity.</param>
    /// <param name="Tags">Alarm tags, where tag propagation is on; else empty.</param>
    public sealed record AlarmChanged(
        string Name,
        string Arn,
        AlarmKind Kind,
        AlarmState State,
        AlarmState? Previous,
        DateTimeOffset ChangedAt,
        string Reason,
        AlarmRoute Route,
        ImmutableSortedDictionary<string, string> Tags
    ) : Signal
    {
        /// <summary>The account in the ARN; empty when the ARN has none.</summary>
        [JsonIgnore]
        public string Account => ArnPart(4);

        /// <summary>The region in the ARN (the message's own Region is a display name).</summary>
        [JsonIgnore]
        public string Region => ArnPart(3);

        /// <summary>
        /// The incident of another target that the alarm was in and that has ended: now it is handled for its own
        /// target. Null for an alarm that comes from outside.
        /// </summary>
        public IncidentId? LeftBy { get; init; }

        /// <summary>
        /// Of a Metrics Insights alarm over many series: the dimensions of the one that changed. Null for the alarm itself.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public ImmutableSortedDictionary<string, string>? Contributor { get; init; }

        /// <summary>Why people do not want its actions now; null when it says nothing of that.</summary>
        public Silence? Silenced { get; init; }

        /// <summary>The change as a line of a record.</summary>
        [JsonIgnore]
        public string Line =>
            $"alarm {Name} {Previous?.ToString() ?? "?"} -> {State} ({Route}): {Reason}"
            + (Silenced is null ? "" : $" [{Silenced.Because}]");

        [JsonIgnore]
        public override Disturbance? Disturbance =>
            State == AlarmState.Alarm ? new Disturbance(DisturbanceKind.Alarm, Name, Arn, ChangedAt, Line) : null;

        private string ArnPart(int index) => Arn.Split(':') is { Length: > 6 } parts ? parts[index] : "";
    }

    /// <summary>A person asks for a remedy.</summary>
    /// <param name="Mode">The most that the request may do; the estate's own mode still bounds it.</param>
    public sealed record OperatorRequested(TargetId Target, ProcedureName Remedy, Mode Mode, string By, string Because)
        : Signal
    {
        /// <summary>What is wanted of a maintenance page; null for every other remedy.</summary>
        public PageRequest? Page { get; init; }

        /// <summary>What is wanted of a deployment; null for every other remedy.</summary>
        public RolloutRequest? Rollout { get; init; }

        /// <summary>What is wanted of a service's configuration; null for every other remedy.</summary>
        public ConfigRequest? Config { get; init; }

        /// <summary>What is wanted of a table's past; null for every other remedy.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public RestoreRequest? Restore { get; init; }

        /// <summary>What is wanted of two regions; null for every other remedy.</summary>
        public RegionWish? Region { get; init; }

        /// <inheritdoc cref="Signature.Of"/>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? RequestId { get; init; }

        /// <summary>The request as a line of a record.</summary>
        [JsonIgnore]
        public string Line =>
            Rollout?.Result is { } result
                ? $"{By} reports the performance test: {result.ToString().ToLowerInvariant()}: {Because}{Signature.Of(RequestId)}"
                : $"{By} asks for {Remedy} ({Mode}): {Because}{Signature.Of(RequestId)}";
    }

    /// <summary>A person answers what an open incident asked, or adds to the record of any.</summary>
    /// <param name="Subject">The offer's id; for an acknowledgement or a note, the incident's.</param>
    /// <param name="Because">Why; of a note, what it says.</param>
    public sealed record OperatorAnswered(
        TargetId Target,
        OperatorAnswer Answer,
        string Subject,
        string By,
        string Because
    ) : Signal
    {
        /// <summary>Of a note: the part of the incident report that it belongs into; null for none.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public RemarkAbout? About { get; init; }

        /// <inheritdoc cref="Signature.Of"/>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? RequestId { get; init; }
    }

    /// <summary>A person sets the control switch.</summary>
    public sealed record ControlSet(Mode Mode, string By, string Because) : Signal
    {
        /// <summary>Until when it stands; null stands until someone sets it again.</summary>
        public DateTimeOffset? Until { get; init; }

        /// <summary>The same as the next such time of day on the estate's wall clock.</summary>
        public TimeOnly? UntilTime { get; init; }

        /// <inheritdoc cref="Signature.Of"/>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? RequestId { get; init; }
    }

    /// <summary>A person says that a line of a checklist is done, which only people can do.</summary>
    /// <param name="Line">One of <see cref="Resources.TickedLine.Lines"/>.</param>
    public sealed record LineTicked(string Line, string By, string Because) : Signal
    {
        /// <inheritdoc cref="Signature.Of"/>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? RequestId { get; init; }
    }

    /// <summary>A check found numbers that a remedy is for. It comes over the remedy's queue for ticks.</summary>
    /// <param name="Check">The check's name.</param>
    /// <param name="Because">What it found, with the numbers.</param>
    /// <param name="At">The time of the check's run: with check and key the breach's identity.</param>
    public sealed record BreachFound(
        TargetId Target,
        ProcedureName Remedy,
        Severity Severity,
        string Check,
        string Because,
        DateTimeOffset At
    ) : Signal
    {
        /// <summary>The finding's key: the same in the next run, where it is still so.</summary>
        public string Key { get; init; } = "";

        /// <summary>Which finding of which check it is, as records know it.</summary>
        [JsonIgnore]
        public string Source => $"{Check}: {Key}";

        /// <summary>The breach as a line of a record.</summary>
        [JsonIgnore]
        public string Line => $"found by {Check}: {Because}";

        [JsonIgnore]
        public override Disturbance? Disturbance => new(DisturbanceKind.Breach, Check, Source, At, Line);
    }

    /// <summary>A deployment of an ECS service came further, or waits at a hook.</summary>
    /// <param name="ServiceArn">The service.</param>
    /// <param name="Event">ECS's name of what happened ("HOOK_AWAITING_ACTION").</param>
    /// <param name="At">The event's time: with the service the change's identity.</param>
    public sealed record DeploymentChanged(string ServiceArn, string Event, string Reason, DateTimeOffset At) : Signal
    {
        /// <summary>By which a record knows the service's deployments.</summary>
        public const string Source = "service deployment";

        /// <summary>Whether it waits for an answer.</summary>
        [JsonIgnore]
        public bool Awaits => Event == EcsEvents.HookAwaits;

        /// <summary>The change as a line of a record.</summary>
        [JsonIgnore]
        public string Line => $"ECS: {Event}" + (Reason.Length == 0 ? "" : $": {Reason}");
    }

    /// <summary>ECS asked for a smoke test of a new revision, and was answered.</summary>
    /// <param name="ServiceArn">The service.</param>
    /// <param name="Deployment">Its deployment's ARN: with the stage the test's identity.</param>
    /// <param name="Answer">What ECS was answered.</param>
    /// <param name="Because">Each path's result.</param>
    public sealed record SmokeTested(
        string ServiceArn,
        string Deployment,
        string Stage,
        SmokeOutcome Outcome,
        HookReply Answer,
        string Because,
        DateTimeOffset At
    ) : Signal
    {
        /// <summary>By which a record knows it.</summary>
        [JsonIgnore]
        public string Source => $"smoke test: {Deployment} {Stage}";

        /// <summary>The test as a line of a record.</summary>
        [JsonIgnore]
        public string Line =>
            $"smoke test of deployment {Deployment[(Deployment.LastIndexOf('/') + 1)..]} at {Stage}: "
            + $"{Outcome.ToString().ToLowerInvariant()}, ECS was answered {Answer.Word}: {Because}";
    }

    /// <summary>A follow-up that the loop sent to itself.</summary>
    /// <param name="Beat">The beat that this tick is; an older one than the incident's is a duplicate.</param>
    public sealed record TickCame(TargetId Target, IncidentId Incident, long Beat) : Signal;
}

/// <summary>What a signal says is wrong now.</summary>
/// <param name="Name">The alarm's name, or the check's.</param>
/// <param name="Source">Its identity: the alarm's ARN, or the check's finding.</param>
/// <param name="At">When that was.</param>
/// <param name="Line">As a line of a record.</param>
public sealed record Disturbance(DisturbanceKind Kind, string Name, string Source, DateTimeOffset At, string Line);

/// <summary>Who says that something is wrong.</summary>
public enum DisturbanceKind
{
    /// <summary>An alarm that fires.</summary>
    Alarm,

    /// <summary>A check.</summary>
    Breach,
}

/// <summary>A CloudWatch alarm's state.</summary>
[JsonConverter(typeof(EnumAsName<AlarmState>))]
public enum AlarmState
{
    Ok,
    Alarm,
    InsufficientData,
}

/// <summary>What an alarm watches.</summary>
[JsonConverter(typeof(EnumAsName<AlarmKind>))]
public enum AlarmKind
{
    Metric,
    Math,
    Anomaly,
    Composite,
}

/// <summary>By which way an alarm's change arrived.</summary>
[JsonConverter(typeof(EnumAsName<AlarmRoute>))]
public enum AlarmRoute
{
    Sns,
    EventBridge,
    Direct,

    /// <summary>The check of alarms found it in ALARM: its own event may have been lost.</summary>
    Check,
}

/// <summary>Why people do not want an alarm's actions now, as the alarm's change said.</summary>
/// <param name="Because">"actions suppressed by Alarm: planned maintenance", "muted by planned".</param>
public sealed record Silence(string Because)
{
    /// <summary>When a mute window ends; null where only the alarm itself says.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it holds, as far as the change can say.</summary>
    public bool Holds(DateTimeOffset now) => Until is null || now < Until;
}

/// <summary>What a person answers.</summary>
[JsonConverter(typeof(EnumAsName<OperatorAnswer>))]
public enum OperatorAnswer
{
    /// <summary>Someone works on the incident.</summary>
    Acknowledge,

    /// <summary>The offered change may be made.</summary>
    Approve,

    /// <summary>The offered change must not be made.</summary>
    Refuse,

    /// <summary>A remark for the record of an incident, open or ended; nothing else follows from it.</summary>
    Note,
}
