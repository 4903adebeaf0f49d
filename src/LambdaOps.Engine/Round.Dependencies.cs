using LambdaOps.Core.Incidents;

namespace LambdaOps.Engine;

// What a round owes to the other targets of a shared dependency.
internal sealed partial class Round
{
    /// <summary>
    /// Alarms of other targets that are still firing are handled for those from now on. They are sent before the record
    /// is written: a crash in between sends them again, and their targets know a second one by its change.
    /// </summary>
    private async Task<Incident> ReleaseAsync(
        Incident incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var firing = incident.StillFiring();
        foreach (var joined in firing)
        {
            await ports.FollowUps.SendAsync(
                joined.Alarm with
                {
                    LeftBy = incident.Id,
                },
                joined.Remedy,
                TimeSpan.Zero,
                cancellationToken
            );
        }

        return incident.Release(firing, now);
    }
}
