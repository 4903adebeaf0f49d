using System.Globalization;
using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>
/// Denies a count below the service's floor or above its ceiling (DESIGN 8.5); zero tasks are below every floor.
/// </summary>
public sealed class CapacityGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change.Count, question.Capacity) switch
        {
            ({ } count, { } capacity) when count < capacity.Floor => Deny(
                string.Create(CultureInfo.InvariantCulture, $"{count} tasks are below the floor of {capacity.Floor}"),
                DenialThen.AskPerson
            ),
            ({ } count, { } capacity) when count > capacity.Ceiling => Deny(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{count} tasks are above the ceiling of {capacity.Ceiling}"
                ),
                DenialThen.AskPerson
            ),
            ({ } count, null) => Deny(
                string.Create(CultureInfo.InvariantCulture, $"{count} tasks for a target without floor and ceiling"),
                DenialThen.AskPerson
            ),
            _ => null,
        };
}
