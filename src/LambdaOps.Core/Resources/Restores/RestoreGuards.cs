using System.Collections.Immutable;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>What is asked before a table is restored, or what was restored is changed.</summary>
internal static class RestoreGuards
{
    public static ImmutableArray<Guard> All { get; } = [new RestoredNameGuard(), ServiceGuards.Live];
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
