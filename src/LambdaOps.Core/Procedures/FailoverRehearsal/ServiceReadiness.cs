using System.Collections.Immutable;
using System.Globalization;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.FailoverRehearsal;

/// <summary>What is said of the services that stand by, of their images, and of what they answer.</summary>
internal sealed class ServiceReadiness(RecoverySide side)
{
    private string Region => side.Recovery.Region;

    /// <summary>How many tasks of all services a failover has to start.</summary>
    /// <returns>And whether that is known of each of them.</returns>
    public (int Missing, bool IsKnown) TasksToStart(Fact<StandbyServices> seen)
    {
        var known = side.Recovery.Services.Select(service => (service.Normal, Seen: Find(seen, service))).ToList();
        return (
            known.Sum(one => Math.Max(0, one.Normal - (one.Seen?.Running ?? 0))),
            known.All(one => one.Seen is { Desired: not null })
        );
    }

    /// <summary>Tasks of each: what runs may be fewer than normal, as a failover starts the others; none may be missing.</summary>
    public IEnumerable<ReadinessItem> Counts(Fact<StandbyServices> seen)
    {
        if (side.Recovery.Services.IsEmpty)
        {
            yield return Item(
                ReadinessPart.Services,
                "",
                ReadinessState.NotNamed,
                $"the estate names no service that stands by in {Region} (disasterRecovery.services)"
            );
        }

        foreach (var service in side.Recovery.Services)
        {
            var name = $"{service.Of} in {Region}";
            yield return Find(seen, service) switch
            {
                null => Item(
                    ReadinessPart.Services,
                    service.Of.Value,
                    ReadinessState.NotSeen,
                    $"{name} could not be seen: {seen.WhyUnknown}"
                ),
                { WhyMissing: { } why } => Item(
                    ReadinessPart.Services,
                    service.Of.Value,
                    ReadinessState.NotSeen,
                    $"{name} could not be seen: {why}"
                ),
                { Desired: null } => Item(
                    ReadinessPart.Services,
                    service.Of.Value,
                    ReadinessState.Missing,
                    $"{name}: ECS has no service {service.Service} in cluster {service.Cluster}"
                ),
                { Desired: { } desired } one when desired < service.Standby || one.Running < service.Standby => Item(
                    ReadinessPart.Services,
                    service.Of.Value,
                    ReadinessState.Drifted,
                    Text($"{name}: {one.Running} of {desired} tasks run, and {service.Standby} are to stand by")
                ),
                { } one => Item(
                    ReadinessPart.Services,
                    service.Of.Value,
                    ReadinessState.Ready,
                    Text($"{name}: {one.Running} tasks stand by, normal are {service.Normal}")
                ),
            };
        }
    }

    /// <summary>Each image that runs now has to be in a registry that is not lost, and be the same.</summary>
    public IEnumerable<ReadinessItem> Images(Fact<StandbyServices> seen) =>
        side.Recovery.Services.SelectMany(service =>
            Find(seen, service) switch
            {
                { WhyMissing: null, Desired: null } => [],
                { WhyMissing: null, WhyNoImages: null } one => OfImages(service, one),
                var one =>
                [
                    Image(
                        service.Of.Value,
                        ReadinessState.NotSeen,
                        $"the images of {service.Of} could not be compared: "
                            + (one?.WhyMissing ?? one?.WhyNoImages ?? seen.WhyUnknown)
                    ),
                ],
            }
        );

    private IEnumerable<ReadinessItem> OfImages(StandbyService service, StandbyServiceSeen seen)
    {
        if (seen.Images.IsEmpty)
        {
            yield return Image(
                service.Of.Value,
                ReadinessState.NotSeen,
                $"the task definition of {service.Of} in {Region} names no image"
            );
        }

        foreach (var image in seen.Images)
        {
            var about = $"{service.Of} {image.Reference.Repository}";
            var now = seen.InUse.FirstOrDefault(one => one.Reference.Repository == image.Reference.Repository);
            yield return OfImage(about, image, now);
        }
    }

    private ReadinessItem OfImage(string about, PulledImage image, PulledImage? now)
    {
        var name = image.Reference.Name;
        if (image.Reference.Ecr is not { } ecr)
        {
            return Image(
                about,
                ReadinessState.NotSeen,
                $"{name} is in no registry of ECR: whether it can be pulled in {Region} is not known"
            );
        }

        if (ecr.Region == side.Lost)
        {
            return Image(
                about,
                ReadinessState.Missing,
                $"{name} would be pulled from the registry in {side.Lost}, which counts as lost"
            );
        }

        return (image, now) switch
        {
            ({ WhyMissing: { } why }, _) => Image(
                about,
                ReadinessState.NotSeen,
                $"whether {name} is in the registry in {ecr.Region} could not be seen: {why}"
            ),
            ({ Digest: null }, _) => Image(
                about,
                ReadinessState.Missing,
                $"{name} is not in the registry in {ecr.Region}: no task can start there"
            ),
            (_, null) => Image(
                about,
                ReadinessState.Drifted,
                $"{name} is in {ecr.Region}, and nothing of that repository runs in {side.Lost}"
            ),
            (_, { Digest: null }) => Image(
                about,
                ReadinessState.NotSeen,
                $"{name} is in {ecr.Region}; which image runs in {side.Lost} could not be seen: "
                    + (now.WhyMissing ?? "its registry does not have it")
            ),
            var (there, here) when there.Digest == here.Digest => Image(
                about,
                ReadinessState.Ready,
                $"{name} in {ecr.Region} is the image that runs in {side.Lost}"
            ),
            _ => Image(
                about,
                ReadinessState.Drifted,
                $"{name} in {ecr.Region} is another image than {now.Reference.Name}, which runs in {side.Lost}"
            ),
        };
    }

    public IEnumerable<ReadinessItem> Answers(Fact<StandbyAnswers> seen)
    {
        foreach (var service in side.Recovery.Services.Where(service => service.Standby > 0))
        {
            var answer = seen is Fact<StandbyAnswers>.Known { Value.All: var all }
                ? all.FirstOrDefault(one => one.Of == service.Of)
                : null;
            yield return answer switch
            {
                { Probe.Healthy: true, Lacks: { } lacks } => Item(
                    ReadinessPart.Answers,
                    service.Of.Value,
                    ReadinessState.Missing,
                    $"{answer.Url} says that it is healthy, and its smoke test fails ({lacks}): traffic would not be "
                        + "turned to it"
                ),
                { Probe.Healthy: true } => Item(
                    ReadinessPart.Answers,
                    service.Of.Value,
                    ReadinessState.Ready,
                    $"{answer.Url} says that it is healthy"
                        + (
                            service.SmokeTest is { } test
                                ? $", and {test.Paths.Length} paths answer as they should"
                                : ""
                        )
                ),
                { Probe: { } probe } => Item(
                    ReadinessPart.Answers,
                    service.Of.Value,
                    ReadinessState.Missing,
                    $"{answer.Url} is not healthy ({probe}): traffic would not be turned to it"
                ),
                _ => Item(
                    ReadinessPart.Answers,
                    service.Of.Value,
                    ReadinessState.NotSeen,
                    $"{service.Health.Url} told nothing: {answer?.WhyMissing ?? seen.WhyUnknown}"
                ),
            };
        }
    }

    private static StandbyServiceSeen? Find(Fact<StandbyServices> seen, StandbyService service) =>
        seen is Fact<StandbyServices>.Known { Value.All: var all }
            ? all.FirstOrDefault(one => one.Of == service.Of)
            : null;

    private static ReadinessItem Image(string about, ReadinessState state, string because) =>
        Item(ReadinessPart.Images, about, state, because);

    private static ReadinessItem Item(ReadinessPart part, string about, ReadinessState state, string because) =>
        new(part, about, state, because);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
