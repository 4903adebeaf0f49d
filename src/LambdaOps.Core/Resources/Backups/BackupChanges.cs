using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be changed about tables' backups.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfBackups => [CreateTableBackup, DeleteTableBackup];

    public static ChangeKind CreateTableBackup { get; } =
        new("createTableBackup") { Resource = "Backups", Permissions = ["dynamodb:CreateBackup"] };

    public static ChangeKind DeleteTableBackup { get; } =
        new("deleteTableBackup") { Resource = "Backups", Permissions = ["dynamodb:DeleteBackup"] };
}

[JsonDerivedType(typeof(CreateTableBackup), "createTableBackup")]
[JsonDerivedType(typeof(DeleteTableBackup), "deleteTableBackup")]
public abstract partial record Change
{
    /// <summary>Makes an on-demand backup of a table.</summary>
    public sealed record CreateTableBackup(string Table, string Name) : OfCheck
    {
        public override ChangeKind Kind => ChangeKind.CreateTableBackup;

        public override string Description => $"back up the table {Table} as {Name}";

        public override ImmutableArray<(string Place, string Value)> Places => [("table", Table), ("name", Name)];
    }

    /// <summary>Deletes an on-demand backup of LambdaOps' own.</summary>
    public sealed record DeleteTableBackup(string Table, string Name, string Arn) : OfCheck
    {
        public override ChangeKind Kind => ChangeKind.DeleteTableBackup;

        public override string Description => $"delete the backup {Name} of the table {Table}";

        public override ImmutableArray<(string Place, string Value)> Places => [("table", Table), ("name", Name)];
    }
}
