namespace LambdaOps.Core.Estates;

/// <summary>The regions of AWS and their partitions, as botocore 1.43.11 lists them.</summary>
public static class AwsRegions
{
    private static readonly (string Partition, string[] Regions)[] s_partitions =
    [
        (
            "aws",
            [
                "af-south-1",
                "ap-east-1",
                "ap-east-2",
                "ap-northeast-1",
                "ap-northeast-2",
                "ap-northeast-3",
                "ap-south-1",
                "ap-south-2",
                "ap-southeast-1",
                "ap-southeast-2",
                "ap-southeast-3",
                "ap-southeast-4",
                "ap-southeast-5",
                "ap-southeast-6",
                "ap-southeast-7",
                "ca-central-1",
                "ca-west-1",
                "eu-central-1",
                "eu-central-2",
                "eu-north-1",
                "eu-south-1",
                "eu-south-2",
                "eu-west-1",
                "eu-west-2",
                "eu-west-3",
                "il-central-1",
                "me-central-1",
                "me-south-1",
                "mx-central-1",
                "sa-east-1",
                "us-east-1",
                "us-east-2",
                "us-west-1",
                "us-west-2",
            ]
        ),
        ("aws-cn", ["cn-north-1", "cn-northwest-1"]),
        ("aws-eusc", ["eusc-de-east-1"]),
        ("aws-iso", ["us-iso-east-1", "us-iso-west-1"]),
        ("aws-iso-b", ["us-isob-east-1", "us-isob-west-1"]),
        ("aws-iso-e", ["eu-isoe-west-1"]),
        ("aws-iso-f", ["us-isof-east-1", "us-isof-south-1"]),
        ("aws-us-gov", ["us-gov-east-1", "us-gov-west-1"]),
    ];

    /// <summary>Every region's name.</summary>
    public static IEnumerable<string> All => s_partitions.SelectMany(one => one.Regions);

    /// <summary>The region's partition, such as "aws" or "aws-cn"; null for a region that does not exist.</summary>
    public static string? PartitionOf(string region) =>
        Array.Find(s_partitions, one => one.Regions.Contains(region)).Partition;
}
