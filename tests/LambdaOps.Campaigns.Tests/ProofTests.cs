using System.Runtime.CompilerServices;
using LambdaOps.Campaigns.Checkers;

namespace LambdaOps.Campaigns.Tests;

/// <summary>src/PROOF.md says what is checked, and nothing else.</summary>
public class ProofTests
{
    [Fact]
    public void Proof_NamesEachCheckerAndNoOther()
    {
        var promised = File.ReadAllLines(Path.Combine(RepositoryRoot(), "src", "PROOF.md"))
            .SkipWhile(line => line != "| promise | kept by | checked as |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => line.Split('|')[^2].Split(';', StringSplitOptions.TrimEntries))
            .Distinct()
            .Order();
        var checkers = typeof(Checker)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Checker)) && !type.IsAbstract)
            .Select(type => ((Checker)RuntimeHelpers.GetUninitializedObject(type)).Rule)
            .Order();

        Assert.Equal(checkers, promised);
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LambdaOps.sln")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("LambdaOps.sln is in no folder above the tests");
        }

        return folder;
    }
}
