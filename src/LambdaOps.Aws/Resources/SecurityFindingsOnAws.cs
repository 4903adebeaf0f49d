using System.Collections.Immutable;
using Amazon.AccessAnalyzer;
using Amazon.GuardDuty;
using Amazon.Inspector2;
using Amazon.Runtime;
using Amazon.SecurityHub;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// What AWS's security services found, region by region, a class a service: what cannot be read of one leaves the others.
/// </summary>
/// <param name="analyzersIn">Access Analyzer in a region.</param>
/// <param name="guardDutyIn">GuardDuty in a region.</param>
/// <param name="hubIn">Security Hub in a region.</param>
/// <param name="inspectorIn">Inspector in a region.</param>
public sealed class SecurityFindingsOnAws(
    Func<string, IAmazonAccessAnalyzer> analyzersIn,
    Func<string, IAmazonGuardDuty> guardDutyIn,
    Func<string, IAmazonSecurityHub> hubIn,
    Func<string, IAmazonInspector2> inspectorIn
) : ResourceOnAws
{
    private readonly ClientsByRegion<IAmazonAccessAnalyzer> _analyzers = new(analyzersIn);
    private readonly ClientsByRegion<IAmazonGuardDuty> _guardDuties = new(guardDutyIn);
    private readonly ClientsByRegion<IAmazonSecurityHub> _hubs = new(hubIn);
    private readonly ClientsByRegion<IAmazonInspector2> _inspectors = new(inspectorIn);

    public override ImmutableArray<LookCall> Looks =>
        [
            Look(
                SecurityFindingLooks.AccessAnalyzer,
                (region, stop) => AnalyzerFindings.ReadAsync(_analyzers.In(region), region, stop)
            ),
            Look(
                SecurityFindingLooks.GuardDuty,
                (region, stop) => GuardDutyFindings.ReadAsync(_guardDuties.In(region), region, stop)
            ),
            Look(
                SecurityFindingLooks.SecurityHub,
                (region, stop) => HubFindings.ReadAsync(_hubs.In(region), region, stop)
            ),
            Look(
                SecurityFindingLooks.Inspector,
                (region, stop) => InspectorFindings.ReadAsync(_inspectors.In(region), region, stop)
            ),
        ];

    private static LookCall Look(
        Look<SeenFindings> look,
        Func<string, CancellationToken, Task<FindingsOfRegion>> readAsync
    ) =>
        LookCall.To(
            look,
            async (LookAt at, CancellationToken stop) =>
                new SeenFindings([
                    .. await Task.WhenAll(
                        ((SecurityPlaces)at.Target).Regions.Select(region => OfRegionAsync(region, readAsync, stop))
                    ),
                ])
        );

    private static async Task<FindingsOfRegion> OfRegionAsync(
        string region,
        Func<string, CancellationToken, Task<FindingsOfRegion>> readAsync,
        CancellationToken stop
    )
    {
        try
        {
            return await readAsync(region, stop);
        }
        catch (AmazonServiceException failed)
        {
            return new FindingsOfRegion(region, []) { WhyMissing = OutsideText.Line(OutsideText.Of(failed)) };
        }
        catch (Exception failed) when (failed is NotObservableException or HttpRequestException)
        {
            return new FindingsOfRegion(region, []) { WhyMissing = failed.Message };
        }
    }
}

/// <summary>Findings of one service in one region, read page by page.</summary>
internal sealed class FindingPages(string region)
{
    /// <summary>Of one severity no more are read; a page is read whole.</summary>
    private const int MostOfOne = 300;

    /// <summary>Pages may be empty and not the last.</summary>
    private const int MostPages = 10;

    /// <summary>What services call a severity that have words for it, the worst first: each is a question of its own.</summary>
    public static ImmutableArray<(SecuritySeverity Severity, ImmutableArray<string> Labels)> Labels { get; } =
    [
        (SecuritySeverity.High, ["CRITICAL", "HIGH"]),
        (SecuritySeverity.Medium, ["MEDIUM"]),
        (SecuritySeverity.Low, ["LOW"]),
    ];

    private readonly ImmutableArray<SecurityFinding>.Builder _all = ImmutableArray.CreateBuilder<SecurityFinding>();
    private readonly HashSet<SecuritySeverity> _more = [];

    public FindingsOfRegion Read => new(region, _all.ToImmutable()) { More = [.. _more.Order()] };

    /// <summary>Reads pages until the last, or until there are enough.</summary>
    /// <param name="severities">Of which there may be more where it stops before the last.</param>
    /// <param name="pageAsync">The page of a token; null is the first one.</param>
    public async Task AddAsync(
        IReadOnlyCollection<SecuritySeverity> severities,
        Func<string?, Task<(IEnumerable<SecurityFinding> Page, string? Next)>> pageAsync
    )
    {
        var (token, count) = ((string?)null, 0);
        for (var page = 0; page < MostPages && count < MostOfOne; page++)
        {
            var (found, next) = await pageAsync(token);
            var before = _all.Count;
            _all.AddRange(found);
            count += _all.Count - before;
            if (next is not { Length: > 0 })
            {
                return;
            }

            token = next;
        }

        _more.UnionWith(severities);
    }

    /// <summary>Some letters of the hash of AWS's id, which may be long and may say more than a record should.</summary>
    public static string IdOf(string id) => ShortDigest.Of(id);

    /// <summary>Of an ARN the service and the resource; anything else as it is.</summary>
    public static string? ResourceOf(string? name) =>
        string.IsNullOrEmpty(name) ? null
        : name.Split(':', 6) is ["arn", _, var service, _, _, var resource] ? OutsideText.Name($"{service} {resource}")
        : OutsideText.Name(name);
}
