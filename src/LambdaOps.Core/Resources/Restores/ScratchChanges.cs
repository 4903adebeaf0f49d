using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What is made to verify a backup, and deleted again.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfScratchTables => [RestoreScratchTable, DeleteScratchTable];

    public static ChangeKind RestoreScratchTable { get; } =
        new("restoreScratchTable") { Resource = "Restores", Permissions = RestoreTable.Permissions };

    public static ChangeKind DeleteScratchTable { get; } =
        new("deleteScratchTable") { Resource = "Restores", Permissions = ["dynamodb:DeleteTable"] };
}

[JsonDerivedType(typeof(RestoreScratchTable), "restoreScratchTable")]
[JsonDerivedType(typeof(DeleteScratchTable), "deleteScratchTable")]
public abstract partial record Change
{
    /// <summary>RestoreTableToPointInTime: a scratch table with what the table had at that time.</summary>
    /// <exception cref="ArgumentException">The name is no scratch table's.</exception>
    public sealed record RestoreScratchTable(string Table, string Name, DateTimeOffset At) : OfCheck
    {
        public string Table { get; } = Table;

        public string Name { get; } = ScratchTable.Own(Name, Table);

        public override ChangeKind Kind => ChangeKind.RestoreScratchTable;

        public override string Description =>
            Text($"restore {Table} as of {At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC into the scratch table {Name}");

        public override ImmutableArray<(string Place, string Value)> Places => [("table", Table), ("name", Name)];
    }

    /// <summary>DeleteTable, of a scratch table: no change can name another one.</summary>
    /// <exception cref="ArgumentException">The name is no scratch table's.</exception>
    public sealed record DeleteScratchTable(string Table, string Name) : OfCheck
    {
        public string Table { get; } = Table;

        public string Name { get; } = ScratchTable.Own(Name, Table);

        public override ChangeKind Kind => ChangeKind.DeleteScratchTable;

        public override string Description => $"delete the scratch table {Name} of {Table}";

        public override ImmutableArray<(string Place, string Value)> Places => [("table", Table), ("name", Name)];
    }
}
