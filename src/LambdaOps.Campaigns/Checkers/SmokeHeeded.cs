using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A revision that gave a wrong answer gets no traffic where LambdaOps may act; one that gave none but right ones is not
/// stopped; and where LambdaOps may not act, nothing is.
/// </summary>
internal sealed class SmokeHeeded(CampaignRun run) : Checker(run)
{
    public override string Rule => "smoke tests are heeded";

    public override void See(CampaignEvent happened)
    {
        if (
            happened
                is not CampaignEvent.HookAnswered
                {
                    By: var by,
                    Answer.Status: var answer,
                    Service.Operated: var service
                }
            || service is not { SmokeTest: { } test, Rollout: { Mode: not Mode.Off } setting }
        )
        {
            return;
        }

        var (most, isWrong) = (
            Modes.Least(setting.Mode, by.MayWrite ? Mode.Act : Mode.Observe),
            by.Probes.Any(IsWrong)
        );
        switch (answer)
        {
            case HookReply.Succeeded when isWrong && most == Mode.Act && by.ControlRead == Mode.Act:
                Break($"{by} lets {service.Id} go on, which answered {Words(by)}");
                break;
            case not HookReply.Succeeded when most != Mode.Act || by.ControlRead < Mode.Act:
                Break($"{by} answers {answer} on {service.Id}, and may not act");
                break;
            case HookReply.Failed when !isWrong && !test.FailsWhenUnable && !HasGap(by):
                Break($"{by} stops {service.Id}, which answered {Words(by)}");
                break;
        }
    }

    private static bool IsWrong(PathProbe probe) =>
        IsReached(probe) && (probe.Status != probe.Path.Status || !probe.HasText || probe.Took > probe.Path.Within);

    private static bool IsReached(PathProbe probe) => probe.Status is not (null or 403);

    /// <summary>Whether one path had no answer where another one had.</summary>
    private static bool HasGap(CampaignInvocation by) =>
        by.Probes.Any(IsReached) && by.Probes.Any(probe => probe.Status is null);

    private static string Words(CampaignInvocation by) =>
        string.Join(", ", by.Probes.Select(probe => $"{probe.Path.Path} {probe.Status} in {probe.Took}"));
}
