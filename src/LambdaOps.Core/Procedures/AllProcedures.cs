using System.Collections.Immutable;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// The registration: a line each. What the estate may name, what is routed to which function, what roles may do, the
/// schema and the documentation follow from it.
/// </summary>
public static class AllProcedures
{
    public static ImmutableArray<Remedy> Remedies { get; } =
    [
        new ServiceUnavailableProcedure(),
        new LatencyProcedure(),
        new TotalOutageProcedure(),
        new MaintenancePageProcedure(),
    ];

    /// <summary>The functions that run them, each once.</summary>
    public static ImmutableArray<FunctionName> Functions { get; } =
    [.. Remedies.Select(remedy => remedy.Function).Distinct()];

    /// <summary>The remedy of that name, or null.</summary>
    public static Remedy? Find(ProcedureName name)
    {
        foreach (var remedy in Remedies)
        {
            if (remedy.Name == name)
            {
                return remedy;
            }
        }

        return null;
    }

    /// <exception cref="InvalidOperationException">There is no such remedy.</exception>
    public static FunctionName FunctionOf(ProcedureName name) =>
        Find(name)?.Function
        ?? throw new InvalidOperationException(
            $"there is no remedy '{name}', expected one of {string.Join(", ", Remedies.Select(one => one.Name))}"
        );
}
