using System.Diagnostics;
using System.Text.Json;

namespace LambdaOps.Tidy.Tests;

/// <summary>With -p:AwsPackages=NuGet the real packages take the place of src/Compat, and nothing of it is built.</summary>
public class RealPackagesTests
{
    [Theory]
    [InlineData("src/Compat/Amazon.Lambda.RuntimeSupport")]
    [InlineData("src/Compat/Amazon.Lambda.Annotations.SourceGenerator")]
    [InlineData("src/Compat/AWSSDK.ECS")]
    [InlineData("src/Compat/AWSSDK.SourceGenerator")]
    [InlineData("tests/LambdaOps.Compat.Lambda.Tests")]
    [InlineData("tests/LambdaOps.Compat.AwsSdk.Tests")]
    public async Task StandIn_IsNotBuilt(string project)
    {
        var evaluated = await EvaluateAsync(project);

        Assert.Equal("", evaluated.GetProperty("Properties").GetProperty("BuildDependsOn").GetString());
        Assert.Equal("false", evaluated.GetProperty("Properties").GetProperty("IsTestProject").GetString());
        Assert.Empty(Items(evaluated, "ProjectReference").Concat(Items(evaluated, "PackageReference")));
    }

    [Theory]
    [InlineData("src/LambdaOps.Functions", "Amazon.Lambda.Annotations")]
    [InlineData("src/LambdaOps.Aws", "AWSSDK.ECS")]
    [InlineData("tests/LambdaOps.Functions.Tests", "Amazon.Lambda.TestUtilities")]
    public async Task Project_TakesThePackage(string project, string package)
    {
        var evaluated = await EvaluateAsync(project);

        Assert.NotEqual("", evaluated.GetProperty("Properties").GetProperty("BuildDependsOn").GetString());
        Assert.Contains(package, Items(evaluated, "PackageReference"));
        Tidy.HasNone(
            Items(evaluated, "ProjectReference").Where(one => one.Contains("Compat", StringComparison.Ordinal))
        );
    }

    private static IEnumerable<string> Items(JsonElement evaluated, string item) =>
        evaluated
            .GetProperty("Items")
            .GetProperty(item)
            .EnumerateArray()
            .Select(one => one.GetProperty("Identity").GetString()!);

    private static async Task<JsonElement> EvaluateAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.Combine(SourceTree.Root, project),
        };
        string[] arguments =
        [
            "msbuild",
            "-p:AwsPackages=NuGet",
            "-getProperty:BuildDependsOn,IsTestProject",
            "-getItem:ProjectReference,PackageReference",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }
}
