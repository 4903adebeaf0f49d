using Amazon.Inspector2;
using Amazon.Inspector2.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Resources;
using StringComparison = Amazon.Inspector2.StringComparison;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Inspector: whether it is on (BatchGetAccountStatus) and what is active of what it found (ListFindings). Images of ECR are
/// left out: the look at images has those that are running, and a registry keeps hundreds that nobody runs.
/// </summary>
internal static class InspectorFindings
{
    private const int PageSize = 100;

    public static async Task<FindingsOfRegion> ReadAsync(
        IAmazonInspector2 client,
        string region,
        CancellationToken stop
    )
    {
        var answer = await client.BatchGetAccountStatusAsync(new BatchGetAccountStatusRequest(), stop);
        var status = answer.Accounts is [{ State.Status: { } known }, ..] ? known : null;
        if (status != Status.ENABLED)
        {
            return status is null
                ? new FindingsOfRegion(region, []) { WhyMissing = "it does not say whether it is on" }
                : new FindingsOfRegion(region, []) { WhyOff = $"it is {OutsideText.Name(status.Value)}" };
        }

        var pages = new FindingPages(region);
        foreach (var (severity, labels) in FindingPages.Labels)
        {
            var filter = new FilterCriteria
            {
                FindingStatus = [Where(StringComparison.EQUALS, "ACTIVE")],
                Severity = [.. labels.Select(label => Where(StringComparison.EQUALS, label))],
                ResourceType = [Where(StringComparison.NOT_EQUALS, "AWS_ECR_CONTAINER_IMAGE")],
            };
            await pages.AddAsync([severity], token => PageAsync(client, filter, severity, token, stop));
        }

        return pages.Read;
    }

    private static StringFilter Where(StringComparison comparison, string value) =>
        new() { Comparison = comparison, Value = value };

    private static async Task<(IEnumerable<SecurityFinding>, string?)> PageAsync(
        IAmazonInspector2 client,
        FilterCriteria filter,
        SecuritySeverity severity,
        string? token,
        CancellationToken stop
    )
    {
        var answer = await client.ListFindingsAsync(
            new ListFindingsRequest
            {
                FilterCriteria = filter,
                MaxResults = PageSize,
                NextToken = token,
            },
            stop
        );
        return ((answer.Findings ?? []).Select(one => Read(one, severity)), answer.NextToken);
    }

    private static SecurityFinding Read(Finding one, SecuritySeverity severity) =>
        new(
            FindingPages.IdOf(one.FindingArn ?? ""),
            severity,
            OutsideText.Name(one.Title ?? "a finding without a title"),
            FindingPages.ResourceOf(one.Resources?.FirstOrDefault()?.Id),
            AwsTime.Of(one.FirstObservedAt)
        );
}
