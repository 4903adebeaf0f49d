using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LambdaOps.Core.Evidence;

namespace LambdaOps.Core.Incidents;

/// <summary>One change to the world.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "action")]
[JsonDerivedType(typeof(ForceNewDeployment), "forceNewDeployment")]
[JsonDerivedType(typeof(RollBack), "rollBack")]
[JsonDerivedType(typeof(RestartAt), "restartAt")]
[JsonDerivedType(typeof(SetDesiredCount), "setDesiredCount")]
[JsonDerivedType(typeof(SetScalingMinimum), "setScalingMinimum")]
[JsonDerivedType(typeof(SavePage), "savePage")]
[JsonDerivedType(typeof(PublishMaintenancePage), "publishMaintenancePage")]
[JsonDerivedType(typeof(RestorePage), "restorePage")]
[JsonDerivedType(typeof(InvalidateSite), "invalidateSite")]
public abstract record Change
{
    private Change() { }

    /// <summary>The action in words, with its object.</summary>
    [JsonIgnore]
    public abstract string Description { get; }

    /// <summary>What is looked at again immediately before the change (DESIGN 8.7).</summary>
    [JsonIgnore]
    public abstract Looks Touches { get; }

    /// <summary>
    /// Whether AWS itself makes a second one harmless: by a condition (If-Match), a token (CallerReference), or because
    /// it names the whole of what is wanted. Then an outcome that nobody wrote down need not be waited for.
    /// </summary>
    [JsonIgnore]
    public abstract bool IsRepeatable { get; }

    /// <summary>
    /// Whether the world already shows the action's effect: asked of an intent whose outcome nobody wrote down.
    /// Missing when the evidence cannot tell.
    /// </summary>
    public abstract Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt);

    /// <summary>The kind of action as estates and records write it ("forceNewDeployment").</summary>
    [JsonIgnore]
    public string Kind => KindOf(GetType());

    /// <summary>All kinds of action.</summary>
    public static ImmutableArray<string> Kinds { get; } =
    [
        KindOf(typeof(ForceNewDeployment)),
        KindOf(typeof(RollBack)),
        KindOf(typeof(RestartAt)),
        KindOf(typeof(SetDesiredCount)),
        KindOf(typeof(SetScalingMinimum)),
        KindOf(typeof(SavePage)),
        KindOf(typeof(PublishMaintenancePage)),
        KindOf(typeof(RestorePage)),
        KindOf(typeof(InvalidateSite)),
    ];

    /// <summary>
    /// Whether it only puts back what LambdaOps took. That needs neither budget nor approval: they were for the taking.
    /// </summary>
    [JsonIgnore]
    public virtual bool GivesBack => false;

    /// <summary>
    /// Whether an approval of <paramref name="offered"/> is one of this action: they are the same, or start from the
    /// same count in the same direction. What was offered is then what is made.
    /// </summary>
    public virtual bool IsCoveredBy(Change offered) => this == offered;

    private static string KindOf(Type type) => char.ToLowerInvariant(type.Name[0]) + type.Name[1..];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Runbook 503, step 3: update-service --force-new-deployment.</summary>
    public sealed record ForceNewDeployment(TargetId Target) : Change
    {
        [JsonIgnore]
        public override string Description => $"force a new deployment of {Target}";

        [JsonIgnore]
        public override Looks Touches => Looks.Service;

        [JsonIgnore]
        public override bool IsRepeatable => false;

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Primary is { } primary && primary.CreatedAt >= intendedAt);
    }

    /// <summary>Puts the service back to a task definition that served before.</summary>
    public sealed record RollBack(TargetId Target, string TaskDefinition) : Change
    {
        [JsonIgnore]
        public override string Description => $"roll {Target} back to {TaskDefinition}";

        [JsonIgnore]
        public override Looks Touches => Looks.Service;

        [JsonIgnore]
        public override bool IsRepeatable => false;

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Primary?.TaskDefinition == TaskDefinition);
    }

    /// <summary>
    /// Runbook total outage, step 2: update-service --desired-count 2 --force-new-deployment, in one call.
    /// </summary>
    public sealed record RestartAt(TargetId Target, int Desired) : Change
    {
        /// <summary>The count that was decided on; null when it is not known.</summary>
        public int? From { get; init; }

        /// <summary>The task definition that was to be restarted; null when it is not known.</summary>
        public string? Definition { get; init; }

        [JsonIgnore]
        public override string Description => Text($"restart {Target} with {Desired} tasks");

        [JsonIgnore]
        public override Looks Touches => Looks.Service | Looks.Targets;

        [JsonIgnore]
        public override bool IsRepeatable => false;

        /// <summary>
        /// A new deployment of another task definition that left the count alone is somebody else's. With the same
        /// definition, or another count, somebody has scaled since: then it counts as made, rather than being made
        /// twice.
        /// </summary>
        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service =>
                service.Primary is { } primary
                && primary.CreatedAt >= intendedAt
                && (service.Desired == Desired || service.Desired != From || primary.TaskDefinition == Definition)
            );
    }

    /// <summary>Runbook API response delay: update-service --desired-count.</summary>
    /// <param name="From">The count that was decided on; another one there means that somebody else changed it.</param>
    public sealed record SetDesiredCount(TargetId Target, int From, int To) : Change
    {
        /// <summary>Whether it is a step back to the count that a restart with fewer tasks took.</summary>
        public bool AfterRestart { get; init; }

        [JsonIgnore]
        public override string Description => Text($"set the desired count of {Target} from {From} to {To}");

        [JsonIgnore]
        public override bool GivesBack => To < From || AfterRestart;

        public override bool IsCoveredBy(Change offered) =>
            offered is SetDesiredCount other && other.From == From && To > From == other.To > other.From;

        [JsonIgnore]
        public override Looks Touches => Looks.Service | Looks.Alarms;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Service.Map(service => service.Desired == To);
    }

    /// <summary>
    /// Moves the minimum of a service that Application Auto Scaling manages: its desired count follows, and stays.
    /// </summary>
    public sealed record SetScalingMinimum(TargetId Target, int From, int To) : Change
    {
        [JsonIgnore]
        public override string Description => Text($"set the scaling minimum of {Target} from {From} to {To}");

        [JsonIgnore]
        public override bool GivesBack => To < From;

        public override bool IsCoveredBy(Change offered) =>
            offered is SetScalingMinimum other && other.From == From && To > From == other.To > other.From;

        [JsonIgnore]
        public override Looks Touches => Looks.Service | Looks.Scaling | Looks.Alarms;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Scaling.Map(scaling => scaling is ScalingState.Automatic automatic && automatic.Minimum == To);
    }

    /// <summary>Copies the site's page into the safe, as it is.</summary>
    /// <param name="ETag">The page that was seen; another one is not saved in its place.</param>
    public sealed record SavePage(TargetId Site, string ETag, string SavedKey) : Change
    {
        [JsonIgnore]
        public override string Description => $"back up the page of {Site}";

        [JsonIgnore]
        public override Looks Touches => Looks.Page;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Page.Map(page => page is PageState.Own { IsSaved: true } own && own.ETag == ETag);
    }

    /// <summary>Runbook total outage, step 1: the maintenance page takes the page's place.</summary>
    /// <param name="ETag">The page that was saved; another one is not overwritten.</param>
    /// <param name="SavedKey">Where it was saved: the maintenance page carries it as a mark.</param>
    public sealed record PublishMaintenancePage(TargetId Site, string ETag, string SavedKey, IncidentId By) : Change
    {
        [JsonIgnore]
        public override string Description => $"put the maintenance page of {Site} up";

        [JsonIgnore]
        public override Looks Touches => Looks.Page;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Page.Map(page => page is PageState.Maintenance up && up.PutUpBy == By);
    }

    /// <summary>Puts the saved page back, byte for byte, with its content type, cache headers and metadata.</summary>
    /// <param name="ETag">The maintenance page that was seen; another page is left alone.</param>
    /// <param name="Original">The saved page's ETag.</param>
    public sealed record RestorePage(TargetId Site, string ETag, string Original, string SavedKey) : Change
    {
        [JsonIgnore]
        public override string Description => $"restore the page of {Site}";

        [JsonIgnore]
        public override bool GivesBack => true;

        [JsonIgnore]
        public override Looks Touches => Looks.Page;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            seen.Page.Map(page => page is PageState.Own own && own.ETag == Original);
    }

    /// <summary>Runbook total outage, step 1: create-invalidation --paths "/*".</summary>
    /// <param name="Reference">CloudFront's CallerReference: the same one again is the same invalidation.</param>
    public sealed record InvalidateSite(TargetId Site, string Reference) : Change
    {
        /// <summary>Whether it follows the page that was put back.</summary>
        public bool AfterRestore { get; init; }

        [JsonIgnore]
        public override bool GivesBack => AfterRestore;

        [JsonIgnore]
        public override string Description => $"invalidate the CDN cache of {Site}";

        [JsonIgnore]
        public override Looks Touches => Looks.None;

        [JsonIgnore]
        public override bool IsRepeatable => true;

        /// <summary>No evidence tells; a second call with the same reference changes nothing.</summary>
        public override Fact<bool> IsDone(ServiceEvidence seen, DateTimeOffset intendedAt) =>
            Fact.Known(false, intendedAt);
    }
}
