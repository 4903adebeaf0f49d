using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before a table is restored, or what was restored is changed.</summary>
internal static class RestoreGuards
{
    private static readonly Guard s_name = new RestoredNameGuard();

    public static ImmutableArray<Guard> OfRestores { get; } = [s_name, ServiceGuards.Live, new RestoreApprovalGuard()];

    public static ImmutableArray<Guard> OfRestored { get; } = [s_name, ServiceGuards.Live];
}

/// <summary>Denies a change of anything but a table whose name says that it is a restore of the target.</summary>
public sealed class RestoredNameGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question.Change switch
        {
            Change.OfRestore change when !RestoreAim.IsNameFor(change.Name, change.Target.Value) => Deny(
                $"{change.Name} is no name of a restore of {change.Target}",
                DenialThen.AskPerson
            ),
            Change.TagRestoredTable tag when !tag.Arn.EndsWith($":table/{tag.Name}", StringComparison.Ordinal) => Deny(
                $"{tag.Arn} is not the table {tag.Name}",
                DenialThen.AskPerson
            ),
            _ => null,
        };
}

/// <summary>Denies a restore that no person has approved, in whatever mode (DESIGN 9.9).</summary>
public sealed class RestoreApprovalGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        question is { Change: Change.RestoreTable, IsApproved: false }
            ? AskFirst(question, "a restore always waits for a person's approval")
            : null;
}
