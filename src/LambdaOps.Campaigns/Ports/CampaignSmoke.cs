using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>Asks a drawn revision at its test endpoint.</summary>
internal sealed class CampaignSmokeProbe(CampaignRun run, CampaignCalls calls) : ISmokeProbe
{
    private static readonly TimeSpan s_usual = TimeSpan.FromMilliseconds(20);

    public async Task<PathProbe> AskAsync(SmokeTest test, SmokePath path, CancellationToken cancellationToken)
    {
        var by = run.Current!;
        var answers = run.FindService(by.Target)!.Shift.Smoke;
        var fate = calls.Draw(CallKind.Read, "smoke probe");
        if (answers == SmokeAnswers.Stuck)
        {
            return await new TaskCompletionSource<PathProbe>().Task;
        }

        var takes =
            TimeSpan.FromTicks(fate.Takes + fate.Answers)
            + (answers == SmokeAnswers.Slow ? path.Within + s_usual : s_usual);
        var comes =
            fate.Fault is null or FaultKind.CallSlow && takes < test.AnswerWithin && answers != SmokeAnswers.None;
        var took = comes ? takes : test.AnswerWithin;
        var isWrong = answers == SmokeAnswers.Wrong || (answers == SmokeAnswers.LastWrong && path == test.Paths[^1]);
        var probe = await calls.MakeAsync(
            fate.IsDead ? fate : new Fate(null, took.Ticks, 0),
            () =>
                comes
                    ? new PathProbe(
                        path,
                        isWrong ? 500
                            : answers == SmokeAnswers.Denied ? 403
                            : path.Status,
                        HasText: !isWrong,
                        took,
                        ""
                    )
                    : new PathProbe(path, Status: null, HasText: false, took, "none in time"),
            cancellationToken
        );
        by.Probes.Add(probe);
        return probe;
    }
}

/// <summary>Smoke tests in memory, by the rule of the real ones: each attempt is written once.</summary>
internal sealed class CampaignSmokeRuns(CampaignCalls calls) : ISmokeRuns
{
    private readonly Dictionary<string, SmokeRun> _all = new(StringComparer.Ordinal);

    public Task<SmokeRun> ReadAsync(string id, CancellationToken cancellationToken) =>
        calls.MakeAsync(calls.Draw(CallKind.Read, "smoke test read"), () => Find(id), cancellationToken);

    public Task<bool> SaveAsync(SmokeRun next, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            calls.Draw(CallKind.Write, "smoke test write"),
            () =>
            {
                var isNext = Find(next.Id).Attempts == next.Attempts - 1;
                if (isNext)
                {
                    _all[next.Id] = next;
                }

                return isNext;
            },
            cancellationToken
        );

    private SmokeRun Find(string id) => _all.GetValueOrDefault(id) ?? new SmokeRun(id, 0);
}
