using System.Collections.Immutable;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Procedures.Operator;

/// <summary>
/// What people decide about incidents: they approve or decline an offer, acknowledge, note, set the control switch. It is
/// a function of its own, with a permission of its own: whoever may start a remedy must not thereby be able to approve
/// what it offers. It looks at nothing and changes nothing in AWS; it writes the answer into the incident's record, and
/// the incident's own function goes on with it.
/// </summary>
public sealed class OperatorProcedure : Procedure
{
    public static ProcedureName ProcedureName { get; } = new("operator");

    public override ProcedureName Name => ProcedureName;

    public override Paragraph Paragraph { get; } =
        new(
            When: "an operator's approval, decline, acknowledgement or note, the control switch, or a tick on a checklist",
            Does: "writes it into the incident's record, with the name given and the request that brought it; the incident's "
                + "function goes on with it at once. A tick goes into the journal, for the next report",
            StopsWhen: "it is in the record; other functions refuse it"
        );

    public override ImmutableArray<Trigger> Triggers { get; } = [new Trigger.Request()];

    public override ImmutableArray<Look> Looks => [];

    public override ImmutableArray<ChangeKind> Changes => [];

    public override ImmutableArray<PolicyNumber> Numbers => [];

    public override bool StandsBy => true;

    /// <summary>Whether only this function may take that signal in.</summary>
    public static bool Owns(Signal signal) =>
        signal is Signal.OperatorAnswered or Signal.ControlSet or Signal.LineTicked;
}
