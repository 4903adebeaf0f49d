using System.Collections.Immutable;
using Amazon.ECS;
using Amazon.ECS.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>What a service's tasks pulled (ListTasks, DescribeTasks).</summary>
public sealed class RunningImagesOnAws(Lazy<IAmazonECS> ecs) : ResourceOnAws
{
    private const int MostPages = 10;

    /// <summary>As many as DescribeTasks takes, and ListTasks gives.</summary>
    private const int PageSize = 100;

    private const int LongestName = 255;

    public override ImmutableArray<LookCall> Looks => [LookCall.To(ImageLooks.Running, RunningAsync)];

    private async Task<RunningImages> RunningAsync(LookAt at, CancellationToken cancellationToken)
    {
        var service = (OperatedService)at.Target;
        var request = new ListTasksRequest
        {
            Cluster = service.Cluster,
            ServiceName = service.Service,
            MaxResults = PageSize,
        };
        var running = new List<(string? By, Container Container)>();
        for (var page = 0; page < MostPages; page++)
        {
            var listed = await ecs.Value.ListTasksAsync(request, cancellationToken);
            if (listed.TaskArns is { Count: > 0 } tasks)
            {
                running.AddRange(await ContainersAsync(service, tasks, cancellationToken));
            }

            if (listed.NextToken is not { Length: > 0 } next)
            {
                return Sum(running);
            }

            request.NextToken = next;
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of tasks"));
    }

    /// <summary>Of the tasks that run: one that starts may have pulled nothing yet.</summary>
    private async Task<IEnumerable<(string? By, Container Container)>> ContainersAsync(
        OperatedService service,
        List<string> tasks,
        CancellationToken cancellationToken
    )
    {
        var answer = await ecs.Value.DescribeTasksAsync(
            new DescribeTasksRequest { Cluster = service.Cluster, Tasks = tasks },
            cancellationToken
        );
        return (answer.Tasks ?? [])
            .Where(task => task.LastStatus == "RUNNING")
            .SelectMany(task => (task.Containers ?? []).Select(one => ((string?)task.StartedBy, one)));
    }

    private static RunningImages Sum(List<(string? By, Container Container)> running) =>
        new([
            .. running
                .GroupBy(task => new RunningImage(
                    Cut(task.Container.Name) ?? "",
                    Cut(task.Container.Image) ?? "",
                    Cut(task.Container.ImageDigest),
                    1
                )
                {
                    Deployment = Cut(task.By),
                })
                .Select(same => same.Key with { Tasks = same.Count() })
                .OrderBy(one => one.Container, StringComparer.Ordinal)
                .ThenBy(one => one.Digest, StringComparer.Ordinal)
                .ThenBy(one => one.Deployment, StringComparer.Ordinal)
                .Take(RunningImages.Most),
        ]);

    private static string? Cut(string? text) =>
        text is not { Length: > 0 } ? null
        : text.Length > LongestName ? text[..LongestName]
        : text;
}
