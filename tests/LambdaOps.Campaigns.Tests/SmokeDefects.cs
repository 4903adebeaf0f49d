using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>Smoke tests that hear or answer wrongly.</summary>
internal static class SmokeDefects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        Of(
            "any status of a smoke test will do",
            parts => parts with { Ports = parts.Ports with { Probe = new AnyStatus(parts.Ports.Probe) } },
            "smoke tests are heeded"
        ),
        Of(
            "no answer of a new revision is a wrong one",
            parts => parts with { Ports = parts.Ports with { Probe = new NoneIsWrong(parts.Ports.Probe) } },
            "smoke tests are heeded"
        ),
        Of(
            "smoke tests whose time never runs out",
            parts => parts with { Machine = new NeverRings(parts.Machine) },
            "smoke tests answer in time"
        ),
    ];

    private static Defect Of(string name, Func<SmokeParts, SmokeParts> change, params string[] rules) =>
        new(name, options => options with { Smoke = change }, rules);

    private sealed class AnyStatus(ISmokeProbe inner) : ISmokeProbe
    {
        public async Task<PathProbe> AskAsync(SmokeTest test, SmokePath path, CancellationToken cancellationToken)
        {
            var probe = await inner.AskAsync(test, path, cancellationToken);
            return probe with { Status = probe.Status is null ? null : path.Status, HasText = true };
        }
    }

    private sealed class NoneIsWrong(ISmokeProbe inner) : ISmokeProbe
    {
        public async Task<PathProbe> AskAsync(SmokeTest test, SmokePath path, CancellationToken cancellationToken)
        {
            var probe = await inner.AskAsync(test, path, cancellationToken);
            return probe with { Status = probe.Status ?? 504 };
        }
    }

    private sealed class NeverRings(TimeProvider inner) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
    }
}
