using System.Collections.Immutable;
using Amazon.GuardDuty;
using Amazon.GuardDuty.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Resources;
using Resource = Amazon.GuardDuty.Model.Resource;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// GuardDuty: the region's detector (ListDetectors, GetDetector), the ids of what it found and nobody archived
/// (ListFindings), and what that is (GetFindings). Its severities are numbers: 7 is high, 4 is medium.
/// </summary>
internal static class GuardDutyFindings
{
    private const int PageSize = 50;
    private const int High = 7;
    private const int Medium = 4;

    private static readonly ImmutableArray<(SecuritySeverity Severity, long? From, long? Below)> s_questions =
    [
        (SecuritySeverity.High, High, null),
        (SecuritySeverity.Medium, Medium, High),
        (SecuritySeverity.Low, null, Medium),
    ];

    public static async Task<FindingsOfRegion> ReadAsync(IAmazonGuardDuty client, string region, CancellationToken stop)
    {
        var listed = await client.ListDetectorsAsync(new ListDetectorsRequest { MaxResults = PageSize }, stop);
        if (listed.DetectorIds is not [var detector, ..])
        {
            return new FindingsOfRegion(region, []) { WhyOff = "there is no detector" };
        }

        var described = await client.GetDetectorAsync(new GetDetectorRequest { DetectorId = detector }, stop);
        if (described.Status != DetectorStatus.ENABLED)
        {
            return new FindingsOfRegion(region, [])
            {
                WhyOff = $"its detector is {OutsideText.Name(described.Status?.Value ?? "in no known state")}",
            };
        }

        var pages = new FindingPages(region);
        foreach (var (severity, from, below) in s_questions)
        {
            var asked = new FindingCriteria
            {
                Criterion = new()
                {
                    ["service.archived"] = new Condition { Equals = ["false"] },
                    ["severity"] = new Condition { GreaterThanOrEqual = from, LessThan = below },
                },
            };
            await pages.AddAsync([severity], token => PageAsync(client, detector, asked, token, stop));
        }

        return pages.Read;
    }

    private static async Task<(IEnumerable<SecurityFinding>, string?)> PageAsync(
        IAmazonGuardDuty client,
        string detector,
        FindingCriteria asked,
        string? token,
        CancellationToken stop
    )
    {
        var listed = await client.ListFindingsAsync(
            new ListFindingsRequest
            {
                DetectorId = detector,
                FindingCriteria = asked,
                MaxResults = PageSize,
                NextToken = token,
            },
            stop
        );
        if (listed.FindingIds is not { Count: > 0 } ids)
        {
            return ([], listed.NextToken);
        }

        var found = await client.GetFindingsAsync(
            new GetFindingsRequest { DetectorId = detector, FindingIds = ids },
            stop
        );
        return ((found.Findings ?? []).Select(Read), listed.NextToken);
    }

    /// <summary>A finding that says no severity is as bad as one can be.</summary>
    private static SecurityFinding Read(Finding one) =>
        new(
            FindingPages.IdOf(one.Id ?? ""),
            one.Severity switch
            {
                < Medium => SecuritySeverity.Low,
                < High => SecuritySeverity.Medium,
                _ => SecuritySeverity.High,
            },
            OutsideText.Name(one.Title ?? "a finding without a title"),
            FindingPages.ResourceOf(NameOf(one.Resource)),
            AwsTime.TryRead(one.CreatedAt, out var at) ? at : null
        );

    private static string? NameOf(Resource? resource) =>
        resource?.InstanceDetails?.InstanceId
        ?? resource?.LambdaDetails?.FunctionName
        ?? resource?.EcsClusterDetails?.Name
        ?? resource?.S3BucketDetails?.FirstOrDefault()?.Name
        ?? resource?.AccessKeyDetails?.UserName
        ?? resource?.ResourceType;
}
