using System.Collections.Immutable;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Resources;

internal sealed class AlarmsInCampaign : ResourceInCampaign
{
    public override ImmutableArray<CampaignLook> Looks =>
        [
            CampaignLook.Of(
                AlarmLooks.Own,
                "Alarm",
                static (by, at, _) => by.Run.AlarmOf(at.Alarm!.Name).Reading(by.IsWrong("alarm"))
            ),
            CampaignLook.Of(AlarmLooks.Active, "Alarms", static (by, at, _) => Active(by, at)),
        ];

    private static ActiveAlarms Active(CampaignObserver by, LookAt at)
    {
        var isOurs = at.IsOurs();
        List<string>? names = null,
            silenced = null;
        foreach (var alarm in by.Run.ActiveAlarms)
        {
            if (isOurs(alarm.Name))
            {
                (alarm.LooksSilenced ? silenced ??= [] : names ??= []).Add(alarm.Name);
            }
        }

        return names is null && silenced is null
            ? ActiveAlarms.None
            : new ActiveAlarms(names ?? []) { Silenced = silenced ?? [] };
    }
}
