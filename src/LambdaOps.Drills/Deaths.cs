using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;

namespace LambdaOps.Drills;

/// <summary>
/// Deaths of a function around each of its writes, so that everything in between has been interrupted.
/// </summary>
internal static class Deaths
{
    /// <summary>
    /// The function of the drill dies around the first call of every kind between two changes of the world: each change
    /// itself, and the first claim, save, follow-up and notice after it. A write that has been died at once goes
    /// through.
    /// </summary>
    public static DrillStage DieAround(this DrillStage stage, KillMoment moment)
    {
        var seen = new HashSet<string>();
        stage.Simulation.Lambda.KillDuringEach(
            stage.Function,
            moment,
            call => KeyOf(call, stage) is { } key && seen.Add(key)
        );
        return stage;
    }

    /// <summary>Null for a call that only reads.</summary>
    private static string? KeyOf(ServiceCall call, DrillStage stage) =>
        call.Operation switch
        {
            "UpdateService" or "CopyObject" or "CreateInvalidation" or "RegisterScalableTarget" =>
                $"{call.Operation} {call.Input.ToJsonString()}",
            "RestoreTableToPointInTime" or "TagResource" or "UpdateContinuousBackups" or "UpdateTimeToLive" =>
                $"{call.Operation} {call.Input.ToJsonString()}",
            "UpdateItem" => $"{(IsClaim(call) ? "claim" : "save")} {Changes(stage)}",
            "TransactWriteItems" or "SendMessage" or "Publish" => $"{call.Operation} {Changes(stage)}",
            _ => null,
        };

    /// <summary>A claim of the lease writes no record.</summary>
    private static bool IsClaim(ServiceCall call) =>
        !call.Input.ToJsonString().Contains("record", StringComparison.Ordinal);

    /// <summary>Different changes so far: one that is made again because nobody wrote it down is the same.</summary>
    private static int Changes(DrillStage stage) =>
        stage
            .Simulation.World.Calls.Where(call =>
                call.Caller == stage.Function
                && call.Error is null
                && call.Operation is "UpdateService" or "CopyObject" or "CreateInvalidation" or "RegisterScalableTarget"
            )
            .Select(call => call.Input)
            .Distinct()
            .Count();
}
