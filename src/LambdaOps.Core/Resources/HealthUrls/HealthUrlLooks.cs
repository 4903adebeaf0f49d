namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of a health URL.</summary>
public static class HealthUrlLooks
{
    /// <summary>Room for the request's own end to be its answer.</summary>
    private static readonly TimeSpan s_afterTheRequest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// One request to the health URL (runbook: ヘルスチェック確認). No answer is a result, not an error, so it may take
    /// the time that the estate gives it.
    /// </summary>
    public static Look<HealthProbe> Probe { get; } =
        new("health URL")
        {
            IsAbout = static target => target is OperatedService,
            TakesUpTo = static target =>
                target is OperatedService service ? service.Health.Timeout + s_afterTheRequest : TimeSpan.Zero,
        };

    extension(Evidence seen)
    {
        /// <summary>One request to the health URL.</summary>
        public Fact<HealthProbe> Health => seen.Of(Probe);
    }
}
