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
                static (by, at, _) => by.Run.AlarmOf(at.Alarm!.Arn).Reading(by.IsWrong("alarm"))
            ),
            CampaignLook.Of(AlarmLooks.Active, "Alarms", static (by, at, _) => Active(by, at)),
        ];

    private static ActiveAlarms Active(CampaignObserver by, LookAt at)
    {
        List<ActiveAlarm>? known = null;
        List<string>? silenced = null;
        foreach (var alarm in by.Run.ActiveAlarms)
        {
            if (alarm.RemedyOf(at) is not { } remedy)
            {
                continue;
            }

            if (alarm.LooksSilenced)
            {
                (silenced ??= []).Add(alarm.Name);
            }
            else
            {
                (known ??= []).Add(new ActiveAlarm(alarm.Name, remedy, alarm.BegunBy));
            }
        }

        return known is null && silenced is null
            ? ActiveAlarms.None
            : new ActiveAlarms([.. known?.Select(one => one.Name) ?? []])
            {
                Silenced = silenced ?? [],
                Known = known ?? [],
            };
    }
}
