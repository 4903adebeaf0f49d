using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Resources;

/// <summary>When a part of a run about tables begins: DynamoDB's rates are the account's, so parts take turns.</summary>
public static class Pacing
{
    /// <summary>What the engine waits for at once.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the part still has to wait; null where it is its turn.</summary>
    public static TimeSpan? UntilTurn(CheckSituation situation)
    {
        var parts = BackedUpTables.PartsOf(situation.Estate);
        var before = parts.TakeWhile(part => part.Name != situation.Part.Name).Count();
        var left = situation.Run.StartedAt + (before * TimeOfPart) - situation.Now;
        return left <= TimeSpan.Zero ? null
            : left < LongestWait ? left
            : LongestWait;
    }

    private static TimeSpan TimeOfPart => BackedUpTables.PerPart / BackedUpTables.PerLook * BackedUpTables.Pause;
}
