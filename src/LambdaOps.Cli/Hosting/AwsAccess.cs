using System.Text.RegularExpressions;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace LambdaOps.Cli.Hosting;

/// <summary>Where a command reaches AWS, and as whom: as the AWS CLI does, or at the endpoint of 'serve'.</summary>
/// <param name="Endpoint">Null for AWS's own.</param>
internal sealed partial record AwsAccess(Uri? Endpoint, string Region, ImmutableCredentials Credentials)
{
    public const string RegionText = "a region such as ap-northeast-1";

    /// <summary>A function answers within its 20 s; what takes longer does not come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="region">Null takes it from the environment.</param>
    /// <exception cref="UsageException">Something is to be set or corrected first.</exception>
    public static async Task<AwsAccess> OfAsync(Uri? endpoint, string? region)
    {
        var isLocal = endpoint is { IsLoopback: true };
        var where =
            region
            ?? Named("AWS_REGION")
            ?? Named("AWS_DEFAULT_REGION")
            ?? OfProfile()
            ?? (
                isLocal
                    ? "ap-northeast-1"
                    : throw new UsageException(
                        "found no region, expected --region, AWS_REGION, AWS_DEFAULT_REGION or a profile with one"
                    )
            );
        return new AwsAccess(
            endpoint,
            where,
            isLocal ? new ImmutableCredentials("operator", "operator", null) : await CredentialsAsync()
        );
    }

    public static bool IsRegion(string text) => RegionForm().IsMatch(text);

    /// <summary>The address of a service of AWS, or the endpoint.</summary>
    public Uri AddressOf(string service) =>
        Endpoint ?? new Uri($"https://{service}.{Region}.{RegionEndpoint.GetBySystemName(Region).PartitionDnsSuffix}");

    public AmazonDynamoDBClient DynamoDb()
    {
        var config = new AmazonDynamoDBConfig { MaxErrorRetry = 1, Timeout = Patience };
        Configure(config);
        return new AmazonDynamoDBClient(config);
    }

    /// <summary>Where a client asks, and as whom.</summary>
    public void Configure(ClientConfig config)
    {
        if (Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        }
        else
        {
            config.ServiceURL = Endpoint.ToString();
            config.AuthenticationRegion = Region;
        }

        config.DefaultAWSCredentials = Credentials.UseToken
            ? new SessionAWSCredentials(Credentials.AccessKey, Credentials.SecretKey, Credentials.Token)
            : new BasicAWSCredentials(Credentials.AccessKey, Credentials.SecretKey);
    }

    /// <summary>A variable's region; one that is set and no region is a mistake.</summary>
    private static string? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) switch
        {
            null or "" => null,
            var named when IsRegion(named) => named,
            var other => throw new UsageException($"{variable}: found '{other}', expected {RegionText}"),
        };

    private static string? OfProfile()
    {
        try
        {
            return FallbackRegionFactory.GetRegionEndpoint()?.SystemName;
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            throw new UsageException($"the AWS profile cannot be read: {FirstLine(unreadable.Message)}");
        }
    }

    private static async Task<ImmutableCredentials> CredentialsAsync()
    {
        try
        {
            return await (await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync()).GetCredentialsAsync();
        }
        catch (Exception none) when (none is not OutOfMemoryException)
        {
            // Profiles, SSO and processes fail in ways of their own: whatever it was, these are to be set.
            // What ends in a colon goes on with a list of all that was tried.
            var why = FirstLine(none.Message) is var line && line.EndsWith(':') ? "" : $" ({line})";
            throw new UsageException(
                "found no AWS credentials, expected AWS_PROFILE (after aws sso login), or AWS_ACCESS_KEY_ID and "
                    + $"AWS_SECRET_ACCESS_KEY{why}"
            );
        }
    }

    internal static string FirstLine(string text) => text.Split('\n')[0].Trim();

    [GeneratedRegex(@"^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$")]
    private static partial Regex RegionForm();
}
