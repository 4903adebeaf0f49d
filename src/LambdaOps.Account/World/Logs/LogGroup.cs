namespace LambdaOps.Account.World.Logs;

/// <summary>A log group: how long it keeps what is written into it.</summary>
public sealed class LogGroup
{
    /// <summary>AWS says "typically up to 72 hours"; here it always takes them.</summary>
    private static readonly TimeSpan s_deletionDelay = TimeSpan.FromHours(72);

    private DateTimeOffset _changedAt;
    private DateTimeOffset _deletedBefore = DateTimeOffset.MinValue;

    internal LogGroup(string name, DateTimeOffset createdAt, int? retentionDays)
    {
        (Name, CreatedAt, RetentionDays) = (name, createdAt, retentionDays);
        _changedAt = createdAt;
    }

    public string Name { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>Null: its events never expire.</summary>
    public int? RetentionDays { get; private set; }

    /// <summary>
    /// What is gone for good stays so; what the old policy had marked and nobody deleted yet, the new one keeps.
    /// </summary>
    internal void Retain(int? days, DateTimeOffset now)
    {
        (_deletedBefore, RetentionDays, _changedAt) = (DeletedBefore(now), days, now);
    }

    /// <summary>Its events before this moment are deleted.</summary>
    internal DateTimeOffset DeletedBefore(DateTimeOffset now)
    {
        if (RetentionDays is not { } days || now - _changedAt < s_deletionDelay)
        {
            return _deletedBefore;
        }

        var reached = now - TimeSpan.FromDays(days) - s_deletionDelay;
        return reached > _deletedBefore ? reached : _deletedBefore;
    }
}
