using Amazon;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Account;

/// <summary>The hosts of AWS's services; two of them have one host for a whole partition.</summary>
internal static class AwsEndpoints
{
    /// <param name="prefix">The endpoint prefix of the service's model.</param>
    /// <returns>The host, and the region that is signed for.</returns>
    public static (string Host, string Region) Of(string prefix, string region) =>
        (prefix, AwsRegions.PartitionOf(region)) switch
        {
            ("cloudfront", "aws") => ("cloudfront.amazonaws.com", "us-east-1"),
            ("cloudfront", "aws-cn") => ("cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
            ("iam", "aws") => ("iam.amazonaws.com", "us-east-1"),
            ("iam", "aws-cn") => ("iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("iam", "aws-us-gov") => ("iam.us-gov.amazonaws.com", "us-gov-west-1"),
            _ => ($"{prefix}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}", region),
        };
}
