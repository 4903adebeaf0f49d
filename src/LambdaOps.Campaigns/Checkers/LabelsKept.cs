using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// The current label goes only to a version that serves and that runs well, and never back over a person's move; what is
/// deployed with a version has that version labelled, and none that is in use loses its label.
/// </summary>
internal sealed class LabelsKept(CampaignRun run) : Checker(run)
{
    public override string Rule => "labels of secrets are kept";

    public override void See(CampaignEvent happened)
    {
        if (
            happened is not CampaignEvent.Changing { By: var by, Change: var change, Service: { } service }
            || service.Operated.Secrets.IsEmpty
        )
        {
            return;
        }

        var secret = Run.SecretOf(service.Operated);
        switch (change)
        {
            case Change.MoveCurrentVersion move when secret.Current == move.From:
                // Another deployment that has just begun may not be seen yet.
                if (
                    secret.IsBad(move.To)
                    || (
                        service.Definitions.VersionOf(service.Primary.TaskDefinition) != move.To
                        && Run.Clock.Ticks - service.Primary.CreatedAt >= CampaignRun.StaleAtMost.Ticks
                    )
                )
                {
                    Break($"{by} makes {move.To} current, and {service.Operated.Id} does not run well with it");
                }

                if (
                    Run.Store[by.Target].Record.Open?.RungAttempts.FirstOrDefault() is { } first
                    && secret.CurrentAt(first.At) is var before
                    && before != move.From
                    && secret.CurrentAt(first.At - CampaignRun.StaleAtMost) != move.From
                )
                {
                    Break(
                        $"{by} makes {move.To} current: someone else moved it from {before} to {move.From} meanwhile"
                    );
                }

                break;
            case Change.StartDeployment start
                when service.Definitions.VersionOf(start.TaskDefinition) is { } version && !secret.IsKept(version):
                Break($"{by} deploys {start.TaskDefinition}, and {version} may be deleted at any time");
                break;
            case Change.ReleaseSecretVersion release
                when secret.See().Users.Any(user => user.Version == release.Version):
                Break($"{by} takes the label of {release.Version} away, which is in use");
                break;
        }
    }
}
