using LambdaOps.Campaigns.Resources;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Checkers;

/// <summary>
/// A restart's record says which images ran before it, or that nobody knows; and where the restart deployed another image
/// under the same tag, it says that.
/// </summary>
internal sealed class ImagesNoted(CampaignRun run) : Checker(run)
{
    /// <summary>From a look to the record of it, where a call is slow.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(30);

    private readonly HashSet<CampaignInvocation> _owing = [];

    public override string Rule => "restarts say their images";

    public override void See(CampaignEvent happened)
    {
        switch (happened)
        {
            case CampaignEvent.Answered
            {
                Change.Noted.IsEmpty: false,
                Outcome: ActionOutcome.Done or ActionOutcome.Unknown,
                By: var by,
            }:
                _owing.Add(by);
                break;
            case CampaignEvent.Saved { Taken: true, Incident: { } incident, By: var by } saved:
                if (_owing.Remove(by) && !HasLine(incident))
                {
                    Break($"{by} restarts for {incident.Id}, and the record does not say which images ran");
                }

                if (IsNew(saved, incident) && Run.FindService(incident.Target) is { } service)
                {
                    Compare(incident, service);
                }

                break;
        }
    }

    private static bool HasLine(Incident incident) =>
        (incident.Intent?.At ?? incident.Attempts.LastOrDefault(one => !one.Change.Noted.IsEmpty)?.At) is { } at
        && incident.Lines.Any(line => line.Kind == EntryKind.Seen && line.At >= at);

    private static bool IsNew(CampaignEvent.Saved saved, Incident incident) =>
        incident.Trend.Images is { IsCompared: true } && saved.Before.Open?.Trend.Images is { IsCompared: false };

    private void Compare(Incident incident, CampaignService service)
    {
        var (ran, now) = (incident.Trend.Images!, RunningImagesInCampaign.Of(service).Of(service.Primary.Id).All);
        if (
            new TimeSpan(Run.Clock.Ticks - service.Primary.CreatedAt) < s_round
            || now.IsEmpty
            || now.Any(one => one.Image != now[0].Image)
        )
        {
            return;
        }

        var before = ran.Before.Where(one => one.Image == now[0].Image).ToList();
        var isMoved = before.Count > 0 && now.All(one => before.TrueForAll(other => other.Digest != one.Digest));
        if (isMoved == ran.Moved.IsEmpty)
        {
            Break(
                $"{incident.Id}: {string.Join(", ", before)} ran before, {string.Join(", ", now)} now; the record says {ran.Moved.Length} moved tags"
            );
        }
    }
}
