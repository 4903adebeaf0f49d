using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Resources;

internal sealed class TablesInCampaign : ResourceInCampaign
{
    private static readonly DatabaseErrorLines s_lines = new([new("DynamoDB: AccessDeniedException", 12)]);

    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.OfMetrics(
                TableLooks.Throttles,
                "Tables",
                static (by, at) => by.Run.ServiceOf((OperatedService)at.Target).Throttles
            ),
            CampaignLook.Of(
                TableLooks.State,
                "Table",
                static (by, at, isStale) => by.Run.TableOf(at.Target).See(isStale)
            ) with
            {
                Asked = static run => run.Current!.ServiceAskedAt = run.Clock.Ticks,
            },
            CampaignLook.OfMetrics(TableLooks.Load, "TableLoad", static (by, at) => by.Run.TableOf(at.Target).Load()),
            CampaignLook.Of(TableLooks.ErrorLines, "ErrorLines", static (_, _, _) => s_lines) with
            {
                IsForPeople = true,
            },
        ];

    public override ImmutableArray<CampaignChange> Changes =>
        [
            Of<Change.SetTableThroughput>(
                ChangeKind.SetTableThroughput,
                static (table, set) =>
                    table.State.Own.Of(set.Unit).Provisioned is null
                        ? "ValidationException: the table is on-demand"
                        : table.Update(
                            state => CampaignTable.With(state, set.Unit, units => units with { Provisioned = set.To }),
                            isSwitch: false,
                            byPerson: false
                        )
            ),
            Of<Change.SetOnDemandMaximum>(
                ChangeKind.SetOnDemandMaximum,
                static (table, set) =>
                    !table.State.IsOnDemand
                        ? "ValidationException: the table is provisioned"
                        : table.Update(
                            state => CampaignTable.With(state, set.Unit, units => units with { Maximum = set.To }),
                            isSwitch: false,
                            byPerson: false
                        )
            ),
            Of<Change.SetTableBillingMode>(
                ChangeKind.SetTableBillingMode,
                static (table, set) =>
                    table.Update(
                        state =>
                            set.To == TableBilling.OnDemand
                                ? CampaignTable.OnDemand(state)
                                : CampaignTable.Provisioned(state, set.Read, set.Write),
                        isSwitch: true,
                        byPerson: false
                    )
            ),
            Of<Change.SetTableScalingBounds>(
                ChangeKind.SetTableScalingBounds,
                static (table, set) =>
                {
                    table.SetBounds(set.Unit, new UnitBounds(set.To, set.ToMaximum), byPerson: false);
                    return null;
                }
            ),
        ];

    private static CampaignChange Of<T>(ChangeKind kind, Func<CampaignTable, T, string?> make)
        where T : Change.OfTable =>
        CampaignChange.Of<T>(
            kind,
            (run, change, target) =>
            {
                var table = run.TableOf(target);
                if (make(table, change) is { } refused)
                {
                    return new ActionOutcome.Refused(refused);
                }

                table.Made.Add((run.Clock.Ticks, change));
                return new ActionOutcome.Done("UPDATING");
            }
        );
}
