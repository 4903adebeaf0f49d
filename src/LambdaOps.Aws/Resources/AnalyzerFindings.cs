using System.Collections.Immutable;
using Amazon.AccessAnalyzer;
using Amazon.AccessAnalyzer.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Access Analyzer: its analyzers (ListAnalyzers) and what each that is active found (ListFindingsV2). It says no severity:
/// access that is granted counts as medium, access that nobody uses as low.
/// </summary>
internal static class AnalyzerFindings
{
    private const int PageSize = 100;
    private const int MostPages = 10;

    /// <exception cref="NotObservableException">There are more analyzers than anybody has.</exception>
    public static async Task<FindingsOfRegion> ReadAsync(
        IAmazonAccessAnalyzer client,
        string region,
        CancellationToken stop
    )
    {
        var analyzers = await ListAsync(client, stop);
        var active = analyzers.FindAll(one => one.Status == AnalyzerStatus.ACTIVE);
        var others = analyzers
            .Where(one => one.Status != AnalyzerStatus.ACTIVE)
            .Select(one => $"the analyzer {OutsideText.Name(one.Name)} is {OutsideText.Name(one.Status?.Value ?? "?")}")
            .ToImmutableArray();
        if (active.Count == 0)
        {
            return new FindingsOfRegion(region, [])
            {
                WhyOff = others.IsEmpty ? "there is no analyzer" : string.Join(", ", others),
            };
        }

        var pages = new FindingPages(region);
        foreach (var analyzer in active)
        {
            await pages.AddAsync(
                [SecuritySeverity.Low, SecuritySeverity.Medium],
                token => PageAsync(client, analyzer.Arn, token, stop)
            );
        }

        return pages.Read with
        {
            Gaps = others,
        };
    }

    private static async Task<List<AnalyzerSummary>> ListAsync(IAmazonAccessAnalyzer client, CancellationToken stop)
    {
        var request = new ListAnalyzersRequest { MaxResults = PageSize };
        var found = new List<AnalyzerSummary>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await client.ListAnalyzersAsync(request, stop);
            found.AddRange(answer.Analyzers ?? []);
            if (answer.NextToken is not { Length: > 0 } next)
            {
                return found;
            }

            request.NextToken = next;
        }

        throw new NotObservableException($"the list of analyzers has more than {MostPages} pages");
    }

    private static async Task<(IEnumerable<SecurityFinding>, string?)> PageAsync(
        IAmazonAccessAnalyzer client,
        string analyzer,
        string? token,
        CancellationToken stop
    )
    {
        var answer = await client.ListFindingsV2Async(
            new ListFindingsV2Request
            {
                AnalyzerArn = analyzer,
                Filter = new() { ["status"] = new Criterion { Eq = ["ACTIVE"] } },
                MaxResults = PageSize,
                NextToken = token,
            },
            stop
        );
        return ((answer.Findings ?? []).Select(Read), answer.NextToken);
    }

    private static SecurityFinding Read(FindingSummaryV2 one)
    {
        var type = one.FindingType?.Value ?? "access";
        return new SecurityFinding(
            FindingPages.IdOf(one.Id ?? ""),
            type.StartsWith("Unused", StringComparison.Ordinal) ? SecuritySeverity.Low : SecuritySeverity.Medium,
            OutsideText.Name(type),
            FindingPages.ResourceOf(one.Resource),
            AwsTime.Of(one.CreatedAt)
        );
    }
}
