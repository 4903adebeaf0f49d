using LambdaOps.Core.Procedures.Rollout;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>ECS has the answer to its hook within the estate's bound: it takes a late one for a failure.</summary>
internal sealed class SmokeInTime(CampaignRun run) : Checker(run)
{
    public override string Rule => "smoke tests answer in time";

    public override void See(CampaignEvent happened)
    {
        var by = happened switch
        {
            CampaignEvent.HookAnswered answered => answered.By,
            CampaignEvent.Died died => died.By,
            _ => null,
        };
        if (
            by?.Answered is not null
            && Run.FindService(by.Target)?.Operated.Rollout?.Policy.SmokeTestWithin is { } within
            && Run.Clock.Ticks - by.BeganAt is var took
            && took > within.Ticks
        )
        {
            Break($"{by} answers after {new TimeSpan(took)}, more than {within}");
        }
    }
}
