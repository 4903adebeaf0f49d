using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Tests.Wire;

/// <summary>Runs the AWS CLI of this machine, any of version 1 or 2, against a server.</summary>
internal static class AwsCli
{
    public static async Task<JsonNode> RunAsync(string url, params string[] arguments)
    {
        var (code, output, errors) = await TryAsync(url, arguments);
        Assert.True(code == 0, $"aws {string.Join(' ', arguments)} ended with {code}:\n{errors}");
        return output.Trim().Length == 0 ? new JsonObject() : JsonNode.Parse(output)!;
    }

    public static async Task<(int Code, string Output, string Errors)> TryAsync(string url, params string[] arguments)
    {
        var start = new ProcessStartInfo("aws", ["--endpoint-url", url, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var (name, value) in new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = Endpoint.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = Endpoint.Secret,
                ["AWS_DEFAULT_REGION"] = Endpoint.Region,
                ["AWS_DEFAULT_OUTPUT"] = "json",
                ["AWS_PAGER"] = "",
                ["AWS_MAX_ATTEMPTS"] = "1",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["NO_PROXY"] = "127.0.0.1",
            }
        )
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            // Version 2 adds how often it tried.
            var said = (await errors).Replace(" (reached max retries: 0)", "", StringComparison.Ordinal);
            return (process.ExitCode, await output, said);
        }
        catch (Win32Exception)
        {
            Assert.Fail(
                "The AWS CLI ('aws') is not on this machine: install it (Debian: awscli), "
                    + "or set LAMBDAOPS_WITHOUT_AWSCLI=1 to skip these tests."
            );
            throw;
        }
    }
}

/// <summary>
/// A test that runs the AWS CLI. Without the tool it fails and says so, unless LAMBDAOPS_WITHOUT_AWSCLI=1 asks for a
/// skip.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AwsCliFactAttribute : FactAttribute
{
    public AwsCliFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("LAMBDAOPS_WITHOUT_AWSCLI") == "1")
        {
            Skip = "LAMBDAOPS_WITHOUT_AWSCLI=1: the AWS CLI is not tried against the simulator.";
        }
    }
}
