using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Signals;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// quickCheck of one service, as the loop hears of it: every quarter of an hour it finds what is in danger, and tells
/// the remedy's function by its queue. Rarely it finds what is not so.
/// </summary>
internal sealed class ServiceCheck(CampaignRun run, CampaignService service, Chance chance)
{
    private const double FalseShare = 0.01;

    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(15);

    public void Begin() => run.Clock.In(s_every * chance.Share(), Check);

    private void Check()
    {
        var isFalse = run.IsFaulty && run.Options.Faults.Contains(FaultKind.FalseAlarm) && chance.Share() < FalseShare;
        if (service.Load.Fails)
        {
            Find(ServiceUnavailableProcedure.ProcedureName, "health", "requests fail");
        }
        else if (service.Load.IsSlow || isFalse)
        {
            Find(LatencyProcedure.ProcedureName, "p95", isFalse ? "P95 was slow once" : "P95 is in danger");
        }

        run.Clock.In(s_every, Check);
    }

    private void Find(ProcedureName remedy, string key, string because)
    {
        if (AllProcedures.Find(remedy)!.SettingFor(service.Operated) is null)
        {
            return;
        }

        run.Tally.Count("breach", remedy);
        run.Mail.SendBreach(
            new Signal.BreachFound(
                service.Operated.Id,
                remedy,
                Severity.P2,
                QuickCheckProcedure.ProcedureName.Value,
                because,
                run.Clock.Now
            )
            {
                Key = $"{key} {service.Operated.Id}",
            }
        );
    }
}
