using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns;

/// <summary>
/// Draws the secrets of a run and what people want of them, from streams of their own. Some are of one service, others
/// are shared, and some have hardly any label left.
/// </summary>
internal static class ConfigDraw
{
    private const int Hour = 3600;

    private static readonly int[] s_kept = [0, 0, 3, 18, 19];

    public static Estate AddTo(Estate estate, ulong seed) =>
        estate with
        {
            Services = [.. estate.Services.Select((service, index) => AddTo(service, seed, index))],
        };

    private static OperatedService AddTo(OperatedService service, ulong seed, int index)
    {
        var chance = Chance.StreamOf(seed, $"configuration {index}");
        return chance.Below(2) == 0
            ? service
            : service with
            {
                Secrets = [chance.Below(3) == 0 ? "shared-env" : $"{service.Id}-env"],
                Settings = service.Settings.With(
                    new Setting<ConfigChangePolicy>(EstateDraw.DrawMode(chance), DrawPolicy(chance))
                    {
                        Approval = EstateDraw.DrawApproval(
                            chance,
                            Change.Kinds.Where(kind => kind.Resource is "Secrets" or "TaskDefinitions" or "Deployments")
                        ),
                    }
                ),
            };
    }

    private static ConfigChangePolicy DrawPolicy(Chance chance) =>
        chance.Below(2) == 0
            ? ConfigChangePolicy.Default
            : ConfigChangePolicy.Default with
            {
                CheckEvery = TimeSpan.FromSeconds(chance.Between(10, 60)),
                TakeAtMost = TimeSpan.FromSeconds(chance.Between(Hour, 3 * Hour)),
                BlindAtMost = TimeSpan.FromSeconds(chance.Between(60, 300)),
            };

    public static CampaignSecret SecretOf(CampaignRun run, string name)
    {
        var chance = Chance.StreamOf(run.Options.Seed, $"secret {name}");
        return new CampaignSecret(run, name, s_kept[chance.Below(s_kept.Length)]);
    }

    /// <summary>What people will do about configurations.</summary>
    public static void Plan(CampaignRun run, TimeSpan safety)
    {
        foreach (var service in run.Services.Where(service => service.Operated.ConfigChange is not null))
        {
            var chance = Chance.StreamOf(run.Options.Seed, $"configurations of {service.Operated.Id}");
            for (var acts = chance.Below(4); acts > 0; acts--)
            {
                var (at, dice) = (safety * chance.Share(), new Chance(chance.Next()));
                run.Clock.In(at, () => Do(run, service, dice));
            }
        }
    }

    private static void Do(CampaignRun run, CampaignService service, Chance chance)
    {
        var secret = run.SecretOf(service.Operated);
        switch (chance.Below(6))
        {
            case 0 when run.Options.Faults.Contains(FaultKind.People):
                run.Strike(null, FaultKind.People, "label");
                secret.MoveByPerson(chance);
                break;
            case 1:
                Ask(run, service, rollout: new RolloutRequest(RolloutWish.Abort));
                break;
            default:
                Ask(run, service, new ConfigRequest(secret.Name, secret.Stage(isBad: chance.Below(3) == 0)));
                break;
        }
    }

    private static void Ask(
        CampaignRun run,
        CampaignService service,
        ConfigRequest? config = null,
        RolloutRequest? rollout = null
    ) =>
        run.Mail.Ask(
            new Signal.OperatorRequested(
                service.Operated.Id,
                ConfigChangeProcedure.ProcedureName,
                Mode.Act,
                "someone",
                "other settings"
            )
            {
                Config = config,
                Rollout = rollout,
            }
        );
}
