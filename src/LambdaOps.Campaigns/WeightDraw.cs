using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>
/// Draws which services share a rule with another one, and what people do about its weights, from streams of their own.
/// </summary>
internal static class WeightDraw
{
    public static Estate AddTo(Estate estate, ulong seed) =>
        estate with
        {
            Services = [.. estate.Services.Select((service, index) => AddTo(service, seed, index))],
        };

    private static OperatedService AddTo(OperatedService service, ulong seed, int index) =>
        service.Rollout is null || Chance.StreamOf(seed, $"weights {index}").Below(3) != 0
            ? service
            : service with
            {
                TrafficRule = new TrafficRule(
                    $"arn:aws:elasticloadbalancing:{CampaignPlan.Region}:{CampaignPlan.Account}:listener-rule/app/prod/1/2/{index:x4}",
                    $"{service.TargetGroupArn}ee"
                ),
            };

    /// <summary>What people will do about weights.</summary>
    public static void Plan(CampaignRun run, TimeSpan safety)
    {
        foreach (var service in run.Services.Where(service => service.Rule is not null))
        {
            var chance = Chance.StreamOf(run.Options.Seed, $"weights of {service.Operated.Id}");
            for (var acts = 1 + chance.Below(4); acts > 0; acts--)
            {
                var (at, dice) = (safety * chance.Share(), new Chance(chance.Next()));
                run.Clock.In(at, () => Do(run, service, service.Rule!, dice));
            }
        }
    }

    private static void Do(CampaignRun run, CampaignService service, CampaignRule rule, Chance chance)
    {
        Ask(run, service, rule, chance);
        var later = TimeSpan.FromSeconds(chance.Between(5, 1500));
        switch (chance.Below(8))
        {
            case 0 when run.Options.Faults.Contains(FaultKind.People):
                run.Strike(null, FaultKind.People, "weights");
                run.Clock.In(
                    later,
                    () =>
                    {
                        // Mostly weights that sum to 100, as LambdaOps writes them, too.
                        var own = chance.Below(5) * 25;
                        rule.Move(own, chance.Below(4) > 0 ? 100 - own : 1 + chance.Below(100));
                    }
                );
                break;
            case 1:
                run.Clock.In(later, () => rule.EmptyOther(TimeSpan.FromSeconds(chance.Between(30, 3000))));
                break;
            case 2:
                run.Clock.In(
                    later - TimeSpan.FromSeconds(5),
                    () => rule.Stick(TimeSpan.FromSeconds(chance.Between(1, 3600)))
                );
                break;
            case 3:
                run.Clock.In(later, () => Say(run, service, RolloutWish.Abort));
                break;
        }
    }

    /// <summary>Someone wants all of the traffic there; where it has it already, the other one gets it back first.</summary>
    private static void Ask(CampaignRun run, CampaignService service, CampaignRule rule, Chance chance)
    {
        if (run.Store[service.Operated.Id].Record.Open is null)
        {
            if (rule.Own > 0)
            {
                rule.Move(0, 1 + chance.Below(999));
            }

            rule.IsBad = chance.Below(3) == 0;
        }

        Say(run, service, RolloutWish.Shift);
    }

    private static void Say(CampaignRun run, CampaignService service, RolloutWish wish) =>
        run.Mail.Ask(
            new Signal.OperatorRequested(
                service.Operated.Id,
                RolloutProcedure.ProcedureName,
                Mode.Act,
                "someone",
                "the other colour"
            )
            {
                Rollout = new RolloutRequest(wish),
            }
        );
}
