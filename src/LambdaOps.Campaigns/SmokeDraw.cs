using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns;

/// <summary>Draws what new revisions are asked before they get traffic, from streams of its own.</summary>
internal static class SmokeDraw
{
    private static readonly ImmutableArray<SmokePath> s_paths =
    [
        new("/health", 200, "ok", TimeSpan.FromSeconds(1)),
        new("/list", 200, null, TimeSpan.FromSeconds(2)),
    ];

    public static Estate AddTo(Estate estate, ulong seed) =>
        estate with
        {
            Services = [.. estate.Services.Select((service, index) => AddTo(service, seed, index))],
        };

    private static OperatedService AddTo(OperatedService service, ulong seed, int index)
    {
        var chance = Chance.StreamOf(seed, $"smoke test {index}");
        return service.Rollout is not { } rollout || chance.Below(3) == 0
            ? service
            : service with
            {
                SmokeTest = new SmokeTest(
                    new Uri($"https://green-{service.Id}.example.com"),
                    s_paths[..(1 + chance.Below(s_paths.Length))],
                    TimeSpan.FromSeconds(1 + chance.Below(8)),
                    1 + chance.Below(4),
                    TimeSpan.FromSeconds(5 + chance.Below(60)),
                    chance.Below(2) == 0
                ),
                PerformanceTest = chance.Below(2) == 0 ? "performance-test.sh --duration 300" : null,
                Settings = service.Settings.With(
                    rollout with
                    {
                        Policy = rollout.Policy with { SmokeTestWithin = TimeSpan.FromSeconds(5 + chance.Below(13)) },
                    }
                ),
            };
    }
}

/// <summary>What a new revision answers at its test endpoint.</summary>
internal enum SmokeAnswers
{
    Right,
    Wrong,

    /// <summary>Its last path only.</summary>
    LastWrong,
    Slow,

    /// <summary>A firewall answers.</summary>
    Denied,
    None,

    /// <summary>Nothing, and nobody gives up waiting for it.</summary>
    Stuck,
}
