namespace LambdaOps.Core.Procedures;

/// <summary>Numbers that several policies have, said once.</summary>
internal static class CommonNumbers
{
    private const int MinuteSeconds = 60;
    private const int Quarter = 15 * MinuteSeconds;

    extension(PolicyReader reader)
    {
        /// <param name="says">What is between these looks, with its full stop.</param>
        public TimeSpan CheckEvery(int byDefault, string says) =>
            reader.Seconds("checkEverySeconds", from: 1, to: Quarter, byDefault, says);

        public TimeSpan WatchAtMost() =>
            reader.Seconds(
                "watchAtMostSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: Quarter,
                "Seconds that an incident may go on after its opening or the last action, whatever single looks say, "
                    + "before it is handed off to on-call."
            );

        /// <param name="says">What it means for the procedure, with its full stop.</param>
        public TimeSpan DeploymentWithin(string says) =>
            reader.Seconds("deploymentWithinSeconds", from: 1, to: PolicyReader.Day, 10 * MinuteSeconds, says);

        public int FailedTasksMeanFailing() =>
            reader.Whole(
                "failedTasksMeanFailing",
                from: 1,
                to: 100,
                byDefault: 2,
                "Failed tasks from which on a deployment counts as failing and is rolled back."
            );

        /// <summary>Who deploys weekly has other tables and secrets than then.</summary>
        public TimeSpan RememberedFor() =>
            TimeSpan.FromDays(
                reader.Whole(
                    "rememberedForDays",
                    from: 0,
                    to: 365,
                    byDefault: 7,
                    "Days in which the revision that the service was last seen healthy with may be rolled back to, where no "
                        + "task of it runs any more."
                )
            );

        public TimeSpan SmokeTestWithin() =>
            reader.Seconds(
                "smokeTestWithinSeconds",
                from: 5,
                to: 17,
                byDefault: 12,
                "Seconds within which a smoke test answers ECS, whatever happens; what is not known by then is not known."
            );

        public TimeSpan PerformanceTestWithin() =>
            reader.Seconds(
                "performanceTestWithinSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault: 15 * 60,
                "Seconds after a deployment in which the result of the estate's performanceTest is awaited."
            );

        public TimeSpan BlindAtMost() =>
            reader.Seconds(
                "blindAtMostSeconds",
                from: 1,
                to: PolicyReader.Day,
                5 * MinuteSeconds,
                "Seconds that evidence may be missing before it is handed off to on-call; nothing is done meanwhile."
            );

        public TimeSpan Cooldown(int byDefault) =>
            reader.Seconds(
                "cooldownSeconds",
                from: 0,
                to: PolicyReader.Day,
                byDefault,
                "Seconds after an action in which the same remedy does not act on the same target again: another "
                    + "incident is handed off to on-call; 0 for none."
            );
    }
}
