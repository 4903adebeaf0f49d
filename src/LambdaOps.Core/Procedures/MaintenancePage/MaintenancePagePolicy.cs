namespace LambdaOps.Core.Procedures.MaintenancePage;

/// <summary>The numbers of the maintenance page that an operator asks for.</summary>
/// <param name="CheckEvery">Time between looks while something could not be seen or done.</param>
/// <param name="BlindAtMost">How long the page may not be seen before a person is asked.</param>
public sealed record MaintenancePagePolicy(TimeSpan CheckEvery, TimeSpan BlindAtMost)
{
    public static MaintenancePagePolicy Default { get; } =
        new(CheckEvery: TimeSpan.FromSeconds(10), BlindAtMost: TimeSpan.FromMinutes(5));
}
