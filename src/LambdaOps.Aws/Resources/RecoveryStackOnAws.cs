using System.Collections.Immutable;
using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The stack in the region for disaster recovery (DescribeStacks), and whether it has drifted (DetectStackDrift,
/// DescribeStackDriftDetectionStatus, DescribeStackResourceDrifts). CloudFormation reads each resource with the caller's
/// permissions: where the function has none, it says so of that resource.
/// </summary>
public sealed class RecoveryStackOnAws(Func<string, IAmazonCloudFormation> cloudFormationIn) : ResourceOnAws
{
    private const int PageSize = 100;
    private const int MostPages = 10;

    private readonly ClientsByRegion<IAmazonCloudFormation> _clients = new(cloudFormationIn);

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(ReadinessLooks.Stack, StackAsync), LookCall.To(ReadinessLooks.Drift, DriftAsync)];

    private async Task<RecoveryStack> StackAsync(LookAt at, CancellationToken stop)
    {
        var recovery = ((RecoverySide)at.Target).Recovery;
        if (recovery.Stack is not { } name)
        {
            return new RecoveryStack((string?)null);
        }

        var cloudFormation = _clients.In(recovery.Region);
        if (await FindAsync(cloudFormation, name, stop) is not { } stack)
        {
            return new RecoveryStack((string?)null);
        }

        var drift = stack.DriftInformation;
        var seen = new RecoveryStack(stack.StackStatus?.Value ?? "")
        {
            LastDrift = drift?.StackDriftStatus?.Value is "NOT_CHECKED" ? null : drift?.StackDriftStatus?.Value,
            LastCheckedAt = AwsTime.Of(drift?.LastCheckTimestamp),
        };
        try
        {
            var begun = await cloudFormation.DetectStackDriftAsync(
                new DetectStackDriftRequest { StackName = name },
                stop
            );
            return seen with { Detection = begun.StackDriftDetectionId };
        }
        catch (AmazonCloudFormationException refused)
        {
            return seen with { WhyNotDetected = OutsideText.Of(refused) };
        }
    }

    /// <summary>Null where there is none.</summary>
    private static async Task<Stack?> FindAsync(
        IAmazonCloudFormation cloudFormation,
        string name,
        CancellationToken stop
    )
    {
        try
        {
            var answer = await cloudFormation.DescribeStacksAsync(new DescribeStacksRequest { StackName = name }, stop);
            return answer.Stacks is [var stack, ..] ? stack : null;
        }
        catch (AmazonCloudFormationException none)
            when (none.ErrorCode == "ValidationError"
                && none.Message.Contains("does not exist", StringComparison.Ordinal)
            )
        {
            return null;
        }
    }

    /// <summary>A search that failed of one resource has an answer for the others.</summary>
    private async Task<StackDrift> DriftAsync(LookAt at, CancellationToken stop)
    {
        var search = (DriftDetection)at.Target;
        var cloudFormation = _clients.In(search.Region);
        var status = await cloudFormation.DescribeStackDriftDetectionStatusAsync(
            new DescribeStackDriftDetectionStatusRequest { StackDriftDetectionId = search.Detection },
            stop
        );
        if (status.DetectionStatus == StackDriftDetectionStatus.DETECTION_IN_PROGRESS)
        {
            return new StackDrift(IsRunning: true, null, []);
        }

        bool? hasDrifted = status.StackDriftStatus?.Value switch
        {
            "DRIFTED" => true,
            "IN_SYNC" => false,
            _ => null,
        };
        return new StackDrift(
            IsRunning: false,
            hasDrifted,
            hasDrifted == true ? await ResourcesAsync(cloudFormation, search.Stack, stop) : []
        )
        {
            WhyFailed =
                status.DetectionStatus == StackDriftDetectionStatus.DETECTION_FAILED
                    ? OutsideText.Line(status.DetectionStatusReason ?? "CloudFormation does not say why")
                    : null,
        };
    }

    private static async Task<ImmutableArray<DriftedResource>> ResourcesAsync(
        IAmazonCloudFormation cloudFormation,
        string stack,
        CancellationToken stop
    )
    {
        var found = ImmutableArray.CreateBuilder<DriftedResource>();
        var request = new DescribeStackResourceDriftsRequest
        {
            StackName = stack,
            StackResourceDriftStatusFilters =
            [
                StackResourceDriftStatus.MODIFIED.Value,
                StackResourceDriftStatus.DELETED.Value,
            ],
            MaxResults = PageSize,
        };
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await cloudFormation.DescribeStackResourceDriftsAsync(request, stop);
            found.AddRange(
                (answer.StackResourceDrifts ?? []).Select(one => new DriftedResource(
                    OutsideText.Name(one.LogicalResourceId),
                    OutsideText.Name(one.ResourceType),
                    one.StackResourceDriftStatus?.Value ?? "",
                    [.. (one.PropertyDifferences ?? []).Select(property => OutsideText.Name(property.PropertyPath))]
                ))
            );
            if (answer.NextToken is not { Length: > 0 } next)
            {
                return found.ToImmutable();
            }

            request.NextToken = next;
        }

        throw new NotObservableException($"stack {stack} has more than {MostPages} pages of drifted resources");
    }
}
