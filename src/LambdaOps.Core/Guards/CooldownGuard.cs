using System.Globalization;

namespace LambdaOps.Core.Guards;

/// <summary>
/// Denies the same remedy on the same target within its cooldown (DESIGN 8.4): what came back that soon was not fixed
/// by it. Further actions of one incident are the remedy's own matter.
/// </summary>
public sealed class CooldownGuard : Guard
{
    public override Denial? Check(GuardQuestion question)
    {
        if (
            !question.Record.LastActed.TryGetValue(question.Incident.Remedy.Value, out var last)
            || question.Incident.RungAttempts.Any()
        )
        {
            return null;
        }

        var ago = question.Now - last;
        return ago >= question.Setting.Cooldown
            ? null
            : Deny(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{question.Incident.Remedy} acted on {question.Incident.Target} {ago.TotalSeconds:0} s ago; "
                        + $"its cooldown is {question.Setting.Cooldown.TotalSeconds:0} s"
                ),
                DenialThen.AskPerson
            );
    }
}
