using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be made anew of a task definition.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfTaskDefinitions => [RegisterDefinition];

    public static ChangeKind RegisterDefinition { get; } =
        new("registerDefinition")
        {
            Resource = "TaskDefinitions",
            Permissions = ["ecs:RegisterTaskDefinition", "ecs:TagResource", "iam:PassRole"],
            Guards = ServiceGuards.OfRollBacks,
        };
}

[JsonDerivedType(typeof(RegisterDefinition), "registerDefinition")]
public abstract partial record Change
{
    /// <summary>
    /// Runbook, 設定変更管理: register-task-definition. The next revision of what serves, with one version of a secret
    /// named, so that whatever happens to its labels, the tasks of a revision are all alike.
    /// </summary>
    /// <param name="Definition">The ARN of the one that serves.</param>
    /// <param name="Secret">The secret's ARN.</param>
    public sealed record RegisterDefinition(TargetId Target, string Definition, string Secret, string Version) : Change
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.RegisterDefinition;

        [JsonIgnore]
        public override string Description =>
            $"register {TaskRevision.Name(Definition)} of {Target} anew, with version {Version} of the secret";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("definition", TaskRevision.Name(Definition)), ("version", Version)];

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [ServiceLooks.State, TaskDefinitionLooks.InUse];

        public override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Definitions.Map(all => all.Serving.Arn == Definition && all.NewestIs(Secret, Version));

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            live.Definitions is Fact<DefinitionStates>.Known { Value.Serving.Arn: var now } && now != Definition
                ? $"{TaskRevision.Name(now)} serves now, not {TaskRevision.Name(Definition)}: someone else deployed; leaving it alone"
                : Stopped(live);
    }
}
