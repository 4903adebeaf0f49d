using System.Globalization;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>Denies more than twice as many tasks in one step (DESIGN 8.5), counted from the live state.</summary>
public sealed class StepGuard : Guard
{
    private const int Most = 2;

    public override Denial? Check(GuardQuestion question) =>
        (question.Change.Count, question.Live) switch
        {
            ({ } count, { } live) when count > Most * Math.Max(1, live) => Deny(
                string.Create(CultureInfo.InvariantCulture, $"from {live} to {count} tasks is more than twice as many"),
                DenialThen.KeepWatching
            ),
            ({ }, null) => Deny("the live count is not known", DenialThen.KeepWatching),
            _ => null,
        };
}
