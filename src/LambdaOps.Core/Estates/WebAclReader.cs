using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads which web ACLs stand before the estate.</summary>
internal static partial class WebAclReader
{
    private const int MostAcls = 10;

    public static ImmutableArray<WebAcl> Read(JsonPlace place)
    {
        if (!place.Exists)
        {
            return [];
        }

        var read = ImmutableArray.CreateBuilder<WebAcl>();
        foreach (var one in place.Items("an array of web ACLs"))
        {
            one.IsObject("an object with arn, and metric or logGroup");
            var acl = ReadOne(one);
            one.NothingElse();
            if (acl.Arn.Length > 0 && read.Any(other => other.Name == acl.Name))
            {
                one["arn"].Fail("a web ACL whose name no other one has", 0);
            }

            read.Add(acl);
        }

        return read.Count <= MostAcls
            ? read.ToImmutable()
            : place.Fail(FormattableString.Invariant($"at most {MostAcls} web ACLs"), ImmutableArray<WebAcl>.Empty);
    }

    private static WebAcl ReadOne(JsonPlace place)
    {
        const string Expected =
            "the ARN of a web ACL: arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID, "
            + "or of CloudFront arn:aws:wafv2:us-east-1:ACCOUNT:global/webacl/NAME/ID";
        var (metric, group) = (place["metric"], place["logGroup"]);
        var acl = new WebAcl(place["arn"].Text(Expected, ArnForm()), "");
        if (acl.Arn.Length > 0 && AwsRegions.PartitionOf(acl.Region) is null)
        {
            acl = acl with { Arn = place["arn"].Fail(Expected, "") };
        }

        return acl with
        {
            Metric = metric.Exists ? metric.Text("the web ACL's metric name", MetricForm()) : acl.Name,
            LogGroup = group.Exists
                ? group.Text("a log group that WAF can write to: its name begins with aws-waf-logs-", LogGroupForm())
                : null,
        };
    }

    [GeneratedRegex(
        @"^arn:aws[a-z-]*:wafv2:([a-z0-9-]+:[0-9]{12}:regional|us-east-1:[0-9]{12}:global)/webacl/[\w-]{1,128}/[\w-]{1,36}\z"
    )]
    private static partial Regex ArnForm();

    [GeneratedRegex(@"^[\w#:./-]{1,255}\z")]
    private static partial Regex MetricForm();

    [GeneratedRegex(@"^aws-waf-logs-[\.\-_/#A-Za-z0-9]{1,499}\z")]
    private static partial Regex LogGroupForm();
}
