namespace LambdaOps.Account.World.Alarms;

/// <summary>The names that CloudWatch shows for regions in SNS messages.</summary>
internal static class Regions
{
    public static string DisplayName(string region) =>
        region switch
        {
            "us-east-1" => "US East (N. Virginia)",
            "us-east-2" => "US East (Ohio)",
            "us-west-1" => "US West (N. California)",
            "us-west-2" => "US West (Oregon)",
            "ap-northeast-1" => "Asia Pacific (Tokyo)",
            "ap-northeast-2" => "Asia Pacific (Seoul)",
            "ap-northeast-3" => "Asia Pacific (Osaka)",
            "ap-south-1" => "Asia Pacific (Mumbai)",
            "ap-southeast-1" => "Asia Pacific (Singapore)",
            "ap-southeast-2" => "Asia Pacific (Sydney)",
            "ca-central-1" => "Canada (Central)",
            "eu-central-1" => "EU (Frankfurt)",
            "eu-west-1" => "EU (Ireland)",
            "eu-west-2" => "EU (London)",
            "eu-west-3" => "EU (Paris)",
            "eu-north-1" => "EU (Stockholm)",
            "sa-east-1" => "South America (Sao Paulo)",
            _ => region,
        };
}
