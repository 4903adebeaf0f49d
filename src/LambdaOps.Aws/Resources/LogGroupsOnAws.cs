using System.Collections.Immutable;
using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Log groups: how long they keep their events (DescribeLogGroups by their names: a search by a part of the name answers
/// without retention), and PutRetentionPolicy.
/// </summary>
/// <param name="once">Sends once.</param>
public sealed class LogGroupsOnAws(Lazy<IAmazonCloudWatchLogs> logs, Lazy<IAmazonCloudWatchLogs> once) : ResourceOnAws
{
    private const int MostPages = 10;

    public override ImmutableArray<LookCall> Looks => [LookCall.To(LogGroupLooks.Retention, RetentionAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [Outcomes.ChangeCall<Change.SetLogRetention>(ChangeKind.SetLogRetention, SetAsync)];

    /// <exception cref="NotObservableException">The list did not end.</exception>
    private async Task<LogGroupStates> RetentionAsync(LookAt at, CancellationToken cancellationToken)
    {
        var request = new DescribeLogGroupsRequest
        {
            LogGroupIdentifiers = [.. ((LogGroupBatch)at.Target).Groups.Select(group => group.Name)],
        };
        var found = ImmutableArray.CreateBuilder<LogGroupState>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await logs.Value.DescribeLogGroupsAsync(request, cancellationToken);
            found.AddRange((answer.LogGroups ?? []).Select(Read));
            if (answer.NextToken is not { Length: > 0 } next)
            {
                return new LogGroupStates(found.ToImmutable());
            }

            request.NextToken = next;
        }

        throw new NotObservableException($"the list of log groups has more than {MostPages} pages");
    }

    private static LogGroupState Read(LogGroup group) =>
        new(group.LogGroupName, group.RetentionInDays is > 0 and var days ? days : null);

    private async Task<string> SetAsync(
        Change.SetLogRetention change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        await once.Value.PutRetentionPolicyAsync(
            new PutRetentionPolicyRequest { LogGroupName = change.Group, RetentionInDays = change.Days },
            cancellationToken
        );
        return "set";
    }
}
