using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before a label of a secret's version is moved.</summary>
internal static class SecretGuards
{
    public static ImmutableArray<Guard> OfLabels { get; } = [ServiceGuards.Live];

    public static ImmutableArray<Guard> OfCurrent { get; } = [ServiceGuards.Live, new ProvenVersionGuard()];
}

/// <summary>
/// Denies to make a version current that does not serve: everything that starts without naming a version would get it.
/// </summary>
public sealed class ProvenVersionGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question switch
        {
            { Change: not Change.MoveCurrentVersion } => null,
            {
                Change: Change.MoveCurrentVersion move,
                Seen.Definitions: Fact<DefinitionStates>.Known { Value.Serving: var serving },
                Seen.Service: Fact<ServiceState>.Known { Value: { IsDeploying: false, Primary: { } primary } },
            } when TaskRevision.IsSame(primary.TaskDefinition, serving.Arn) && serving.Pins(move.Secret, move.To) =>
                null,
            _ => Deny("the service does not run with that version, or that is not known", DenialThen.AskPerson),
        };
}
