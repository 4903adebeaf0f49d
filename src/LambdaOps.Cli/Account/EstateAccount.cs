using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Account;

/// <summary>The account in which an estate is, or will be.</summary>
internal static class EstateAccount
{
    /// <summary>Lists the calls, makes them, and hands what was read to <paramref name="use"/>.</summary>
    /// <exception cref="UsageException">No region, no credentials, no network, or AWS does not know the caller.</exception>
    public static async Task<T> ReadAsync<T>(
        Uri? endpoint,
        string? region,
        Func<AccountReader, AccountSnapshot, Task<T>> use,
        CancellationToken stop
    )
    {
        var access = await AwsAccess.OfAsync(endpoint, region);
        if (AwsRegions.PartitionOf(access.Region) is null)
        {
            throw new UsageException($"--region: found {access.Region}, expected an AWS region such as ap-northeast-1");
        }

        Console.WriteLine(
            $"Reads {access.Region} at {access.Endpoint?.ToString() ?? "AWS"} with these calls; none changes anything:"
        );
        foreach (var service in ReadCall.All.GroupBy(call => call.Permission.Split(':')[0]))
        {
            Console.WriteLine($"  {string.Join(", ", service)}");
        }

        using var http = new HttpClient { Timeout = AwsAccess.Patience };
        var reader = new AccountReader(new AwsCalls(access, http), access.Region);
        return await use(reader, await reader.ReadAsync(stop));
    }
}
