using System.Collections.Immutable;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Security Hub (GetFindings): what is active and nobody has taken up as resolved or suppressed, of the region itself, as a
/// region may have those of others. Findings of the services that are read themselves are left out: it repeats them.
/// </summary>
internal static class HubFindings
{
    private const int PageSize = 100;

    private static readonly ImmutableArray<string> s_readThemselves = ["GuardDuty", "Inspector", "IAM Access Analyzer"];

    public static async Task<FindingsOfRegion> ReadAsync(
        IAmazonSecurityHub client,
        string region,
        CancellationToken stop
    )
    {
        var pages = new FindingPages(region);
        try
        {
            foreach (var (severity, labels) in FindingPages.Labels)
            {
                var filters = FiltersOf(region, labels);
                await pages.AddAsync([severity], token => PageAsync(client, filters, severity, token, stop));
            }
        }
        catch (InvalidAccessException off) when (off.Message.Contains("not subscribed", StringComparison.Ordinal))
        {
            return new FindingsOfRegion(region, []) { WhyOff = "the account is not subscribed to it" };
        }

        return pages.Read;
    }

    private static AwsSecurityFindingFilters FiltersOf(string region, ImmutableArray<string> labels) =>
        new()
        {
            RecordState = [Is("ACTIVE")],
            WorkflowStatus = [Is("NEW"), Is("NOTIFIED")],
            SeverityLabel = [.. labels.Select(Is)],
            Region = [Is(region)],
            ProductName =
            [
                .. s_readThemselves.Select(product => new StringFilter
                {
                    Value = product,
                    Comparison = StringFilterComparison.NOT_EQUALS,
                }),
            ],
        };

    private static StringFilter Is(string value) => new() { Value = value, Comparison = StringFilterComparison.EQUALS };

    private static async Task<(IEnumerable<SecurityFinding>, string?)> PageAsync(
        IAmazonSecurityHub client,
        AwsSecurityFindingFilters filters,
        SecuritySeverity severity,
        string? token,
        CancellationToken stop
    )
    {
        var answer = await client.GetFindingsAsync(
            new GetFindingsRequest
            {
                Filters = filters,
                MaxResults = PageSize,
                NextToken = token,
            },
            stop
        );
        return ((answer.Findings ?? []).Select(one => Read(one, severity)), answer.NextToken);
    }

    private static SecurityFinding Read(AwsSecurityFinding one, SecuritySeverity severity) =>
        new(
            FindingPages.IdOf(one.Id ?? ""),
            severity,
            OutsideText.Name($"{one.Title ?? "a finding without a title"}{Of(one.ProductName)}"),
            FindingPages.ResourceOf(one.Resources?.FirstOrDefault()?.Id),
            AwsTime.TryRead(one.FirstObservedAt ?? one.CreatedAt, out var at) ? at : null
        );

    /// <summary>The product, where it is not Security Hub itself.</summary>
    private static string Of(string? product) => product is null or "Security Hub" ? "" : $" [{product}]";
}
