using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

/// <summary>Restores of tables.</summary>
internal sealed class RestoresInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                RestoreLooks.Source,
                "RestoreSource",
                static (by, at, _) => by.Run.TableOf(at.Target).Restores.See()
            ),
            CampaignLook.Of(
                RestoreLooks.Restored,
                "RestoredTable",
                static (by, at, isStale) => by.Run.TableOf(at.Target).Restores.See(at.Restore!.Name, isStale)
            ) with
            {
                Asked = static run => run.Current!.ServiceAskedAt = run.Clock.Ticks,
            },
            CampaignLook.Of(
                RestoreLooks.Comparison,
                "Comparison",
                static (by, at, _) => by.Run.TableOf(at.Target).Restores.Compare(at.Restore!.Name)
            ),
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            CampaignChange.Of<Change.RestoreTable>(
                ChangeKind.RestoreTable,
                static (run, change, target) => run.TableOf(target).Restores.Restore(change)
            ),
            Of<Change.TagRestoredTable>(
                ChangeKind.TagRestoredTable,
                static (made, change) => made with { Tags = change.Tags }
            ),
            Of<Change.ProtectRestoredTable>(
                ChangeKind.ProtectRestoredTable,
                static (made, change) => made with { RecoveryDays = change.Days }
            ),
            Of<Change.StreamRestoredTable>(
                ChangeKind.StreamRestoredTable,
                static (made, change) => made with { Stream = change.View }
            ),
            Of<Change.ExpireRestoredTable>(
                ChangeKind.ExpireRestoredTable,
                static (made, change) => made with { TimeToLive = change.Attribute }
            ),
        ];

    private static CampaignChange Of<T>(ChangeKind kind, Func<TableFeatures, T, TableFeatures> complete)
        where T : Change.OfRestore =>
        CampaignChange.Of<T>(
            kind,
            (run, change, target) => run.TableOf(target).Restores.Complete(change.Name, made => complete(made, change))
        );
}
