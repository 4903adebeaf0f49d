using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// A procedure that looks and reports by the clock. A schedule starts it by its name as a job (<c>{"job": "…"}</c>), at
/// least once for each time: running twice does no harm.
/// </summary>
public abstract class Check : Procedure
{
    public override ImmutableArray<ChangeKind> Changes => [];

    public override ImmutableArray<PolicyNumber> Numbers => [];
}
