using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.MaintenancePage;

/// <summary>The numbers of the maintenance page that an operator asks for.</summary>
public sealed record MaintenancePagePolicy(TimeSpan CheckEvery, TimeSpan BlindAtMost)
    : IRemedyPolicy<MaintenancePagePolicy>
{
    /// <summary>A person asks when a person wants.</summary>
    public TimeSpan Cooldown => TimeSpan.Zero;

    /// <summary>It is over when it is done.</summary>
    public TimeSpan WatchFor => TimeSpan.Zero;

    /// <summary>It waits for nothing but to see the page.</summary>
    public TimeSpan NotifyWithin => BlindAtMost;

    public static MaintenancePagePolicy Default { get; } = Read(PolicyReader.Defaults);

    public static MaintenancePagePolicy Read(PolicyReader reader) =>
        new(
            CheckEvery: reader.CheckEvery(
                byDefault: 10,
                "Seconds between looks while something could not be seen or done."
            ),
            BlindAtMost: reader.Seconds(
                "blindAtMostSeconds",
                from: 1,
                to: PolicyReader.Day,
                byDefault: 300,
                "Seconds that the page may not be seen before it is handed off to on-call."
            )
        );
}

/// <summary>How a site is set for this procedure.</summary>
public static class MaintenancePageSetting
{
    extension(OperatedSite site)
    {
        /// <summary>Null where the estate does not name the procedure there.</summary>
        public Setting<MaintenancePagePolicy>? MaintenancePage => site.Settings.Of<MaintenancePagePolicy>();
    }
}
