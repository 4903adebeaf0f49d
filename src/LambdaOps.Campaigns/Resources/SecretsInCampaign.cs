using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

/// <summary>Secrets, and the task definitions that name their versions.</summary>
internal sealed class SecretsInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                TaskDefinitionLooks.InUse,
                "Definitions",
                static (by, at, _) =>
                    by
                        .Run.ServiceOf((OperatedService)at.Target)
                        .Definitions.See(by.Run.SecretOf((OperatedService)at.Target))
            ),
            CampaignLook.Of(
                TaskDefinitionLooks.WayBack,
                "WayBack",
                static (by, at, _) =>
                    at.WayBackDefinition() is { } back
                        ? new RevisionStatus(
                            back,
                            by.Run.ServiceOf((OperatedService)at.Target).Revisions.IsActive(back)
                                ? "ACTIVE"
                                : "INACTIVE"
                        )
                        : RevisionStatus.None
            ),
            CampaignLook.Of(
                SecretLooks.Versions,
                "Secrets",
                static (by, at, _) => new SecretStates([by.Run.SecretOf((OperatedService)at.Target).See()])
            ),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            CampaignChange.Of<Change.RegisterDefinition>(
                ChangeKind.RegisterDefinition,
                static (run, register, target) =>
                {
                    var service = (OperatedService)target;
                    return new ActionOutcome.Done(
                        run.ServiceOf(service)
                            .Definitions.Register(register.Definition, run.SecretOf(service), register.Version)
                    );
                }
            ),
            CampaignChange.Of<Change.KeepSecretVersion>(
                ChangeKind.KeepSecretVersion,
                static (run, keep, target) => run.SecretOf((OperatedService)target).Keep(keep.Version)
            ),
            CampaignChange.Of<Change.ReleaseSecretVersion>(
                ChangeKind.ReleaseSecretVersion,
                static (run, release, target) => run.SecretOf((OperatedService)target).Release(release.Version)
            ),
            CampaignChange.Of<Change.MoveCurrentVersion>(
                ChangeKind.MoveCurrentVersion,
                static (run, move, target) => run.SecretOf((OperatedService)target).Move(move.From, move.To)
            ),
        ];
}
