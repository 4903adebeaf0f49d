namespace LambdaOps.Account.World.Fleets;

/// <summary>Counts tasks that fail before they ever were healthy: the more in a row, the later ECS starts others.</summary>
internal sealed class StartBackOff(VirtualClock clock, ServiceLog log)
{
    public const string MoreInformation =
        "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromMinutes(5);

    private int _failuresInARow;
    private int _neverStartedInARow;

    /// <summary>From when on tasks are started again.</summary>
    public DateTimeOffset StartFrom { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Another deployment is PRIMARY: what failed before does not count against it.</summary>
    public void Forget() => (_failuresInARow, _neverStartedInARow, StartFrom) = (0, 0, DateTimeOffset.MinValue);

    /// <summary>A task of the PRIMARY deployment that was healthy ends the row, if it started after the wait.</summary>
    public void Succeed(FleetTask task) => _failuresInARow = task.StartedAt > StartFrom ? 0 : _failuresInARow;

    public void Count(FleetTask task)
    {
        if (task.CountedAsFailed)
        {
            return;
        }

        task.CountedAsFailed = true;
        if (!task.WasHealthy)
        {
            _failuresInARow++;
            _neverStartedInARow = task.StartedAt is null ? _neverStartedInARow + 1 : 0;
            BackOff();
        }

        if (task.Deployment.Rollout == FleetRollout.InProgress && !task.WasHealthy)
        {
            task.Deployment.FailedTasks++;
            task.Deployment.UpdatedAt = clock.Now;
        }
    }

    private void BackOff()
    {
        // AWS says so only of tasks that never run; those that run and then fail their checks are not meant.
        if (_neverStartedInARow == 3)
        {
            log.Say("is unable to consistently start tasks successfully. " + MoreInformation);
        }

        if (_failuresInARow < 3)
        {
            return;
        }

        var wait = TimeSpan.FromSeconds(10 * Math.Pow(2, Math.Min(_failuresInARow - 3, 10)));
        StartFrom = clock.Now + (wait < s_longestBackoff ? wait : s_longestBackoff);
    }
}
