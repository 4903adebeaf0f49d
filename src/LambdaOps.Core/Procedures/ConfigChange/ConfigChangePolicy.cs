using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ConfigChange;

/// <summary>
/// The numbers of a change of configuration (設定変更管理). When a deployment goes on and when it goes back are the
/// rollout's numbers.
/// </summary>
public sealed record ConfigChangePolicy(
    TimeSpan CheckEvery,
    TimeSpan TakeAtMost,
    TimeSpan KeepFor,
    TimeSpan BlindAtMost
) : IRemedyPolicy<ConfigChangePolicy>
{
    private const int Hour = 3600;
    private const int Days = 24 * Hour;

    public static ConfigChangePolicy Default { get; } = Read(PolicyReader.Defaults);

    /// <summary>People change it when they want; the next change is another one.</summary>
    public TimeSpan Cooldown => TimeSpan.Zero;

    /// <summary>What is monitored is the deployment: by the rollout.</summary>
    public TimeSpan WatchFor => TimeSpan.Zero;

    public TimeSpan NotifyWithin => TakeAtMost;

    public static ConfigChangePolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(byDefault: 10, "Seconds between looks."),
            TakeAtMost: reader.Seconds(
                "takeAtMostSeconds",
                from: 300,
                to: PolicyReader.Day,
                byDefault: 2 * Hour,
                "Seconds that a change of configuration may take, with its deployment, before on-call is notified."
            ),
            KeepFor: reader.Seconds(
                "keepForSeconds",
                from: PolicyReader.Day,
                to: 90 * Days,
                byDefault: 7 * Days,
                "Seconds that a version of a secret keeps its label after it was last read, so that its revision can be rolled back to."
            ),
            BlindAtMost: reader.BlindAtMost()
        );
}

/// <summary>How a service is set for this procedure.</summary>
public static class ConfigChangeSetting
{
    extension(OperatedService service)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<ConfigChangePolicy>? ConfigChange => service.Settings.Of<ConfigChangePolicy>();
    }
}
