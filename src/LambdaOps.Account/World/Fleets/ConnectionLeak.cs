namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// Connections leak: every so often one more running task, the oldest first, is out of them. A new task is well for a
/// while.
/// </summary>
internal sealed class ConnectionLeak(TimeSpan every, DateTimeOffset since)
{
    /// <summary>How long a new task has connections enough.</summary>
    private static readonly TimeSpan s_freshFor = TimeSpan.FromMinutes(30);

    private DateTimeOffset _next = since + every;

    /// <summary>The tasks that run out of connections by then.</summary>
    public IEnumerable<FleetTask> Strike(List<FleetTask> tasks, DateTimeOffset at)
    {
        while (_next <= at)
        {
            _next += every;
            var struck = tasks.Find(t =>
                t is { Status: TaskStage.Running, StopWanted: false, Illness: Illness.None }
                && (t.StartedAt <= since || at >= t.StartedAt + s_freshFor)
            );
            if (struck is not null)
            {
                struck.Illness = Illness.Shallow;
                yield return struck;
            }
        }
    }
}
