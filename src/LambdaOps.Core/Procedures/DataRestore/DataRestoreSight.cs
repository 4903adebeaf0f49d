using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DataRestore;

/// <summary>The evidence of a restore when nothing of it is missing.</summary>
/// <param name="Compared">Null while nothing is compared yet.</param>
public sealed record DataRestoreSight(RestoreSource Source, RestoredTable Restored, TableComparison? Compared)
{
    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static DataRestoreSight? Of(Evidence seen) =>
        (seen.Of(RestoreLooks.Source), seen.Of(RestoreLooks.Restored), seen.Of(RestoreLooks.Comparison)) switch
        {
            (_, _, Fact<TableComparison>.Missing) => null,
            (
                Fact<RestoreSource>.Known { Value: var source },
                Fact<RestoredTable>.Known { Value: var restored },
                var compared
            ) => new DataRestoreSight(source, restored, (compared as Fact<TableComparison>.Known)?.Value),
            _ => null,
        };

    public override string ToString() => $"{Source}; {Restored}";
}
