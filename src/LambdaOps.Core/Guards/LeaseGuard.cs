using System.Globalization;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies when the lease on the target would not outlive the change (DESIGN 1: one actor per target).
/// </summary>
public sealed class LeaseGuard : Guard
{
    /// <summary>Time that a change may take, with its retries.</summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromSeconds(10);

    public override Denial? Check(GuardQuestion question) =>
        question.LeaseLeft >= Margin
            ? null
            : Deny(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the lease ends in {question.LeaseLeft.TotalSeconds:0} s, "
                        + $"an action may take {Margin.TotalSeconds:0} s"
                ),
                DenialThen.KeepWatching
            );
}
