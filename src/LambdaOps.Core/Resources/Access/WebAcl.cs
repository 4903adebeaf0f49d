namespace LambdaOps.Core.Resources;

/// <summary>A web ACL of AWS WAF in front of what is operated. Its ARN says name, region and scope.</summary>
/// <param name="Metric">Its metrics' dimension WebACL: the metric name that its visibility configuration gives it.</param>
public sealed record WebAcl(string Arn, string Metric)
{
    /// <summary>The log group that WAF writes a line for each request into, or null.</summary>
    public string? LogGroup { get; init; }

    /// <summary>…:regional/webacl/NAME/ID</summary>
    public string Name => Arn.Split('/') is [.., var name, _] ? name : Arn;

    /// <summary>Of CloudFront that is us-east-1, and so are its metrics and its log.</summary>
    public string Region => Arn.Split(':') is [_, _, _, var region, ..] ? region : "";

    /// <summary>Whether it is CloudFront's (scope CLOUDFRONT) and no load balancer's (scope REGIONAL).</summary>
    public bool IsOfCloudFront => Arn.Contains(":global/", StringComparison.Ordinal);
}
