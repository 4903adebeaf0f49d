using System.Diagnostics;

namespace LambdaOps.Campaigns;

/// <summary>Many runs, side by side: each by itself on one thread, so that the order does not matter.</summary>
public static class Campaign
{
    /// <summary>A run's seed: the first run has the campaign's own.</summary>
    public static ulong SeedOf(ulong seed, int run) => unchecked(seed + (ulong)run);

    /// <summary>Makes one run.</summary>
    public static RunResult RunOne(CampaignOptions options)
    {
        // Continuations have to stay on this thread: no context may catch them.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new CampaignRun(options).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Makes <paramref name="runs"/> runs with seeds that follow each other.</summary>
    /// <param name="options">The first run's options.</param>
    /// <param name="progress">Called after each run; from several threads, one at a time.</param>
    /// <param name="stopped">No further run begins after that.</param>
    public static CampaignResult Run(
        CampaignOptions options,
        int runs,
        int parallel,
        Action<CampaignResult>? progress = null,
        CancellationToken stopped = default
    )
    {
        var watch = Stopwatch.StartNew();
        var all = new CampaignResult();
        var next = -1;
        var threads = Enumerable
            .Range(0, Math.Min(parallel, runs))
            .Select(_ => new Thread(() =>
            {
                for (
                    var run = Interlocked.Increment(ref next);
                    run < runs && !stopped.IsCancellationRequested;
                    run = Interlocked.Increment(ref next)
                )
                {
                    var result = RunOne(options with { Seed = SeedOf(options.Seed, run) });
                    lock (all)
                    {
                        all.Add(result, watch.Elapsed);
                        progress?.Invoke(all);
                    }
                }
            }))
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        all.Finish(watch.Elapsed);
        return all;
    }
}

/// <summary>What many runs came to.</summary>
public sealed class CampaignResult
{
    private const int MostViolations = 1000;

    private readonly List<Violation> _violations = [];

    public int Runs { get; private set; }

    public long Incidents { get; private set; }

    public TimeSpan Took { get; private set; }

    /// <summary>What was exercised in all of them.</summary>
    public Tally Tally { get; } = new();

    /// <summary>By seed, then by time.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>A number over all runs: equal for equal campaigns, in whatever order they ran.</summary>
    public ulong Trace { get; private set; }

    internal void Add(RunResult result, TimeSpan took)
    {
        Runs++;
        Incidents += result.Incidents;
        Took = took;
        Tally.Add(result.Tally);
        Trace = unchecked(Trace + result.Trace);
        if (_violations.Count < MostViolations)
        {
            _violations.AddRange(result.Violations);
        }
    }

    internal void Finish(TimeSpan took)
    {
        Took = took;
        _violations.Sort((one, other) => (one.Seed, one.At).CompareTo((other.Seed, other.At)));
    }
}
