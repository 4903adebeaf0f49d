using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// What each remedy may look at and change, from the estate: only targets that name the remedy, only the calls that it
/// makes. The estate's modes are left out: they change without a deployment.
/// </summary>
public static class EstateGrants
{
    private const string MoveMinimum = "application-autoscaling:RegisterScalableTarget";

    private const string Here = "${AWS::Region}:${AWS::AccountId}";

    /// <param name="detail">How exactly services and log groups are named.</param>
    public static RemedyGrants Of(Remedy remedy, Estate estate, GrantDetail detail = GrantDetail.Exact)
    {
        ImmutableArray<OperatedService> services =
        [
            .. estate.Services.Where(service => remedy.SettingFor(service) is not null),
        ];
        ImmutableArray<OperatedSite> sites =
        [
            .. estate.Sites.Where(site =>
                remedy.SettingFor(site) is not null
                || (ChangesPages(remedy) && services.Any(service => service.Site?.Id == site.Id))
            ),
        ];
        if (services.IsEmpty && sites.IsEmpty)
        {
            return new([], []);
        }

        var changed = ChangesPages(remedy) ? sites : [];
        return new RemedyGrants(
            Looks(remedy, services, sites, detail),
            [
                .. About(
                    "ChangeServices",
                    MayChange(remedy, "ecs:UpdateService") ? ["ecs:UpdateService"] : [],
                    ServiceArns(services, detail)
                ),
                .. MoveTheMinimum(remedy, services),
                .. SwapPages(changed),
            ]
        )
        {
            TouchesPages = !changed.IsEmpty,
        };
    }

    /// <summary>
    /// Of a function: what any of its procedures needs. Statements of one name become one, so that a procedure's calls
    /// are allowed on the resources of the others, too.
    /// </summary>
    public static RemedyGrants Of(
        ImmutableArray<Remedy> remedies,
        Estate estate,
        GrantDetail detail = GrantDetail.Exact
    )
    {
        ImmutableArray<RemedyGrants> all = [.. remedies.Select(remedy => Of(remedy, estate, detail))];
        return new RemedyGrants(
            Together(all.SelectMany(grants => grants.Look)),
            Together(all.SelectMany(grants => grants.Change))
        )
        {
            TouchesPages = all.Any(grants => grants.TouchesPages),
        };
    }

    private static ImmutableArray<Grant> Together(IEnumerable<Grant> grants) =>
        [
            .. grants
                .GroupBy(grant => grant.Sid)
                .Select(same =>
                    same.First() with
                    {
                        Actions = Sorted(same.SelectMany(grant => grant.Actions)),
                        Resources = Sorted(same.SelectMany(grant => grant.Resources)),
                    }
                ),
        ];

    private static bool MayChange(Remedy remedy, string action) =>
        remedy.Changes.Any(kind => kind.Permissions.Contains(action));

    private static bool ChangesPages(Remedy remedy) => MayChange(remedy, "s3:PutObject");

    /// <summary>What its looks take, each on what the estate names; a look that nobody named here fails loudly.</summary>
    private static ImmutableArray<Grant> Looks(
        Remedy remedy,
        ImmutableArray<OperatedService> services,
        ImmutableArray<OperatedSite> sites,
        GrantDetail detail
    )
    {
        var actions = remedy
            .Looks.Concat(remedy.LooksForPeople)
            .SelectMany(look => look.Permissions)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToLookup(SidOf);
        return
        [
            .. About("LookAtAlarmsAndTargets", [.. actions["LookAtAlarmsAndTargets"]], ["*"]),
            .. About("LookAtServices", [.. actions["LookAtServices"]], ServiceArns(services, detail)),
            .. About("LookAtPages", [.. actions["LookAtPages"]], Buckets(sites)),
            .. About("ReadPages", [.. actions["ReadPages"]], Readable(sites)),
            .. About("AskTheRequestLog", [.. actions["AskTheRequestLog"]], LogGroups(services, detail)),
        ];
    }

    private static string SidOf(string action) =>
        action switch
        {
            // What IAM allows on everything or not at all.
            "application-autoscaling:DescribeScalableTargets"
            or "cloudwatch:DescribeAlarms"
            or "cloudwatch:GetMetricData"
            or "elasticloadbalancing:DescribeTargetHealth"
            or "logs:GetQueryResults" => "LookAtAlarmsAndTargets",
            "ecs:DescribeServices" => "LookAtServices",
            "s3:ListBucket" => "LookAtPages",
            "s3:GetObject" => "ReadPages",
            "logs:StartQuery" => "AskTheRequestLog",
            _ => throw new InvalidOperationException($"say here on what a look may be allowed {action}"),
        };

    private static ImmutableArray<string> LogGroups(ImmutableArray<OperatedService> services, GrantDetail detail)
    {
        var groups = Sorted(services.Select(service => service.LogGroup).OfType<string>());
        var named = detail == GrantDetail.Summed && groups.Length > 1 ? [$"{Common(groups)}*"] : groups;
        return [.. named.Select(group => $"arn:${{AWS::Partition}}:logs:{Here}:log-group:{group}:*")];
    }

    /// <summary>A scalable target's ARN is drawn by AWS: what the call is about stands in its condition keys.</summary>
    private static ImmutableArray<Grant> MoveTheMinimum(Remedy remedy, ImmutableArray<OperatedService> services) =>
        MayChange(remedy, MoveMinimum) && !services.IsEmpty
            ?
            [
                new Grant(
                    "MoveTheScalingMinimum",
                    [MoveMinimum],
                    [$"arn:${{AWS::Partition}}:application-autoscaling:{Here}:scalable-target/*"]
                )
                {
                    Only =
                    [
                        ("application-autoscaling:service-namespace", "ecs"),
                        ("application-autoscaling:scalable-dimension", "ecs:service:DesiredCount"),
                    ],
                },
            ]
            : [];

    /// <summary>Without s3:ListBucket S3 answers 403 for an object that is not there.</summary>
    private static ImmutableArray<string> Buckets(ImmutableArray<OperatedSite> sites) =>
        Sorted(
            sites.SelectMany(site =>
                new[] { Bucket(site.Bucket), Bucket(site.Maintenance.Bucket), Bucket(site.Backup.Bucket) }
            )
        );

    /// <summary>A copy takes the page's tags along.</summary>
    private static ImmutableArray<Grant> SwapPages(ImmutableArray<OperatedSite> sites) =>
        [
            .. About("CopyPages", ["s3:GetObjectTagging"], Readable(sites)),
            .. About(
                "SwapPages",
                ["s3:PutObject", "s3:PutObjectTagging"],
                Sorted(sites.SelectMany(site => new[] { Page(site), Backups(site) }))
            ),
            .. About(
                "InvalidatePages",
                ["cloudfront:CreateInvalidation"],
                Sorted(
                    sites.Select(site =>
                        $"arn:${{AWS::Partition}}:cloudfront::${{AWS::AccountId}}:distribution/{site.DistributionId}"
                    )
                )
            ),
        ];

    private static ImmutableArray<string> Readable(ImmutableArray<OperatedSite> sites) =>
        Sorted(
            sites.SelectMany(site =>
                new[] { Page(site), Backups(site), Object(site.Maintenance.Bucket, site.Maintenance.Key) }
            )
        );

    private static string Page(OperatedSite site) => Object(site.Bucket, site.Key);

    private static string Backups(OperatedSite site) => $"{Object(site.Backup.Bucket, site.Backup.Key)}*";

    private static string Bucket(string bucket) => $"arn:${{AWS::Partition}}:s3:::{bucket}";

    private static string Object(string bucket, string key) => $"{Bucket(bucket)}/{Literal(key)}";

    /// <summary>What IAM would read as a wildcard or a variable, said literally; in Fn::Sub the $ is escaped.</summary>
    private static string Literal(string key) =>
        string.Concat(key.Select(one => one is '*' or '?' or '$' ? $"${{!{one}}}" : one.ToString()));

    private static ImmutableArray<string> ServiceArns(ImmutableArray<OperatedService> services, GrantDetail detail) =>
        Sorted(
            services.Select(service =>
                $"arn:${{AWS::Partition}}:ecs:{Here}:service/{service.Cluster}/"
                + (detail == GrantDetail.Exact ? service.Service : "*")
            )
        );

    private static ImmutableArray<string> Sorted(IEnumerable<string> names) =>
        [.. names.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How far sorted names agree.</summary>
    private static string Common(ImmutableArray<string> sorted) =>
        sorted[0][..sorted[0].AsSpan().CommonPrefixLength(sorted[^1])];

    private static ImmutableArray<Grant> About(
        string sid,
        ImmutableArray<string> actions,
        ImmutableArray<string> resources
    ) => resources.IsEmpty || actions.IsEmpty ? [] : [new Grant(sid, actions, resources)];
}

/// <summary>How exactly a role names what it is for: less where IAM takes no longer policy.</summary>
public enum GrantDetail
{
    /// <summary>Every service and log group.</summary>
    Exact,

    /// <summary>Every cluster, and every log group.</summary>
    Clusters,

    /// <summary>Every cluster, and what the log groups' names begin with.</summary>
    Summed,
}
