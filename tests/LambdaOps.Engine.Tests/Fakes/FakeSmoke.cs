using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>A new revision: what it answers, or that it never does.</summary>
internal sealed class FakeSmokeProbe(Calls calls) : ISmokeProbe
{
    public int? Status { get; set; } = 200;

    public bool IsStuck { get; set; }

    /// <summary>The one path that never answers; null when none does so.</summary>
    public string? StuckPath { get; set; }

    public async Task<PathProbe> AskAsync(SmokeTest test, SmokePath path, CancellationToken cancellationToken)
    {
        await calls.MakeAsync("probe", () => 0);
        if (IsStuck || path.Path == StuckPath)
        {
            // Not even when it is told to stop.
            await new TaskCompletionSource().Task;
        }

        return new PathProbe(
            path,
            Status,
            true,
            TimeSpan.FromMilliseconds(20),
            Status is null ? "none within 5 s" : ""
        );
    }
}

/// <summary>Smoke tests in memory, with the rule of the real ones: an attempt is written once.</summary>
internal sealed class FakeSmokeRuns(Calls calls) : ISmokeRuns
{
    private readonly Dictionary<string, SmokeRun> _all = [];

    public Action? BeforeSave { get; set; }

    /// <summary>Whether a write never gets its answer.</summary>
    public bool IsStuck { get; set; }

    public Task<SmokeRun> ReadAsync(string id, CancellationToken cancellationToken) =>
        calls.MakeAsync("runs.read", () => _all.GetValueOrDefault(id, new SmokeRun(id, 0)));

    public Task<bool> SaveAsync(SmokeRun next, CancellationToken cancellationToken) =>
        IsStuck
            ? new TaskCompletionSource<bool>().Task
            : calls.MakeAsync(
                "runs.save",
                () =>
                {
                    var before = BeforeSave;
                    BeforeSave = null;
                    before?.Invoke();
                    var isNext =
                        _all.GetValueOrDefault(next.Id, new SmokeRun(next.Id, 0)).Attempts == next.Attempts - 1;
                    if (isNext)
                    {
                        _all[next.Id] = next;
                    }

                    return isNext;
                }
            );
}
