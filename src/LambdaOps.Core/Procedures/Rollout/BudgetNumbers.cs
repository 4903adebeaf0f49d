namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>The numbers of what may follow a deployment: how long it is a suspect, and when memory is.</summary>
internal static class BudgetNumbers
{
    private const int Minute = 60;

    extension(PolicyReader reader)
    {
        public TimeSpan BudgetFor() =>
            reader.Seconds(
                "budgetForSeconds",
                from: Minute,
                to: PolicyReader.Day,
                byDefault: 30 * Minute,
                "Seconds after a deployment's start in which an alarm of the service rolls it back."
            );

        public TimeSpan MemoryOver() =>
            reader.Seconds(
                "memoryOverSeconds",
                from: 10 * Minute,
                to: 60 * Minute,
                byDefault: 30 * Minute,
                "Seconds over which it is judged whether memory climbs."
            );

        public TimeSpan MemoryAhead() =>
            reader.Seconds(
                "memoryAheadSeconds",
                from: Minute,
                to: PolicyReader.Day,
                byDefault: 30 * Minute,
                "Tasks are replaced once their memory, as it climbs, is in danger in that many seconds."
            );

        public TimeSpan ReplaceAfter() =>
            reader.Seconds(
                "replaceAfterSeconds",
                from: 10 * Minute,
                to: PolicyReader.Day,
                byDefault: 60 * Minute,
                "Seconds after the service's last deployment before which its tasks are not replaced for their memory: "
                    + "what fills as soon as that is on-call's."
            );
    }
}
