using LambdaOps.Account.World;
using LambdaOps.Core;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>Some drills on estates that seeds draw.</summary>
public sealed class GeneratedEstateTests : IDisposable
{
    private const int Drills = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (ulong)seed)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Drills_PassOnAnyEstate(ulong seed)
    {
        var path = Path.Combine(_folder.FullName, "estate.json");
        var estate = GeneratedEstate.Of(seed).ToJsonString();
        await File.WriteAllTextAsync(path, estate);
        var chance = Chance.StreamOf(seed, "drills");
        for (var drill = 0; drill < Drills; drill++)
        {
            var drawn = AllDrills.All[chance.Below(AllDrills.All.Count)];
            var (result, log) = await Rehearsal.RunAsync(drawn, seed, build: null, path);

            Assert.True(
                result.End is DrillEnd.Passed or DrillEnd.Skipped,
                $"estate of seed {seed}: {drawn.Name}: {result.Why}\n{estate}\n{log}"
            );
        }
    }
}
