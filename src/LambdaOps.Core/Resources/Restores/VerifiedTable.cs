using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>A table whose backup is verified: it is restored into a scratch table, and is only read itself.</summary>
public sealed record VerifiedTable(OperatedTable Table) : Resource(Table.Id, null)
{
    /// <summary>What the run restores; null before it has asked for that.</summary>
    public RestoreAim? Aim { get; init; }

    /// <summary>A part for each table that is backed up: a slow restore keeps no other waiting.</summary>
    public static ImmutableArray<Checks.CheckPart> PartsOf(Estate estate) =>
        [
            .. BackedUpTables
                .NamesIn(estate)
                .Select(name =>
                    estate.Tables.FirstOrDefault(table => table.Name == name) ?? new OperatedTable(name, null)
                )
                .Select(table => new Checks.CheckPart(table.Name, new VerifiedTable(table))),
        ];

    /// <summary>The table that looks at restores are about.</summary>
    public static OperatedTable TableOf(Resource target) =>
        target is VerifiedTable verified ? verified.Table : (OperatedTable)target;
}

/// <summary>Tables whose names say that they were restored from one table.</summary>
public sealed record MadeTables(ImmutableArray<MadeTable> All)
{
    public override string ToString() => FormattableString.Invariant($"{All.Length} tables");
}

/// <summary>One of them.</summary>
/// <param name="Source">The name of the table that it was restored from, as DynamoDB says; null where it was not.</param>
/// <param name="Status">As DynamoDB writes it.</param>
public sealed record MadeTable(string Name, string? Source, string Status, bool IsRestoring)
{
    /// <summary>DynamoDB takes its deletion.</summary>
    public bool IsDeletable => Status == TablePart.Active && !IsRestoring;

    /// <summary>DynamoDB deletes it.</summary>
    public const string Going = "DELETING";

    public bool IsGoing => Status == Going;
}
