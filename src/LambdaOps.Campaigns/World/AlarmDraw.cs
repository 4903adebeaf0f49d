using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.World;

/// <summary>The alarms of a service, as the estate's rules name them.</summary>
internal static class AlarmDraw
{
    public static IReadOnlyList<AlarmModel> Of(CampaignRun run, CampaignService service, Estate estate)
    {
        var chance = Chance.StreamOf(run.Options.Seed, $"alarms {service.Operated.Id}");
        var alarms = new List<AlarmModel>();
        void Add(string name, Func<CampaignService, bool> breaches, double shortest)
        {
            var full = $"{service.Operated.Id}-{name}";
            var delay = TimeSpan.FromSeconds(shortest * (1 + chance.Share()));
            var shared = SharedAlarmDraw.RuleFor(estate, service.Operated.Id, name);
            if ((shared ?? estate.Alarms.FirstOrDefault(rule => Matches(rule, full))) is { } rule)
            {
                alarms.Add(
                    new AlarmModel(run, shared?.Match.Text ?? full, rule, () => breaches(service), delay)
                    {
                        SaysMuted = full.Length % 2 == 0,
                    }
                );
            }
        }

        Add("5xx", one => one.Load.Fails || one.Outages.Has(OutageKind.FlappingProbe) || one.Outages.HidesProbe, 60);
        Add("unhealthy-1", one => one.Running > one.Healthy, 60);
        Add("all-down", one => (one.Healthy == 0 && one.Desired > 0) || one.Outages.Has(OutageKind.EmptyGroup), 60);
        Add("p95", one => one.Load.IsSlow, 90);
        Add("cpu", one => one.Load.Cpu > 80, 150);
        Add("error-rate", one => one.Load.Fails || one.Outages.Has(OutageKind.FlappingProbe), 60);
        Add("memory", one => one.Memory.Percent >= one.Operated.Thresholds.Memory.Warning, 90);
        Add("zone", one => one.Zones is { Hurts: true }, 60);
        return alarms;
    }

    private static bool Matches(AlarmRule rule, string name) =>
        rule.Match switch
        {
            AlarmMatch.ByName byName => byName.Name == name,
            AlarmMatch.ByPattern byPattern => byPattern.Matches(name),
            _ => false,
        };
}
