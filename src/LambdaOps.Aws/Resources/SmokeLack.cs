using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>What answers lack that a smoke test asks for at once, beside a deployment or without one.</summary>
internal static class SmokeLack
{
    /// <summary>What the answers lack; null where all are as the estate wants them, or it names no test.</summary>
    public static async Task<string?> LackingAsync(this ISmokeProbe smoke, SmokeTest? test, CancellationToken stop)
    {
        if (test is null)
        {
            return null;
        }

        var verdict = SmokeVerdict.Of([
            .. await Task.WhenAll(test.Paths.Select(path => smoke.AskAsync(test, path, stop))),
        ]);
        return verdict.Outcome == SmokeOutcome.Passed ? null : verdict.Because;
    }
}
