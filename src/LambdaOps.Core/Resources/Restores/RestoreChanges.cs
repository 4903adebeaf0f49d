using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Resources;

// What may be made of a table's past: a new table, and what that needs to be like the old one.
public sealed partial class ChangeKind
{
    internal static ImmutableArray<ChangeKind> OfRestores =>
        [RestoreTable, TagRestoredTable, ProtectRestoredTable, StreamRestoredTable, ExpireRestoredTable];

    /// <summary>Besides the restore itself, DynamoDB asks for reads and writes of the new table (docs: backuprestore_IAM).</summary>
    public static ChangeKind RestoreTable { get; } =
        new("restoreTable")
        {
            Resource = "Restores",
            Permissions =
            [
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:RestoreTableToPointInTime",
                "dynamodb:Scan",
                "dynamodb:UpdateItem",
            ],
            Guards = RestoreGuards.All,
        };

    public static ChangeKind TagRestoredTable { get; } =
        new("tagRestoredTable")
        {
            Resource = "Restores",
            Permissions = ["dynamodb:TagResource"],
            Guards = RestoreGuards.All,
        };

    public static ChangeKind ProtectRestoredTable { get; } =
        new("protectRestoredTable")
        {
            Resource = "Restores",
            Permissions = ["dynamodb:UpdateContinuousBackups"],
            Guards = RestoreGuards.All,
        };

    public static ChangeKind StreamRestoredTable { get; } =
        new("streamRestoredTable")
        {
            Resource = "Restores",
            Permissions = ["dynamodb:UpdateTable"],
            Guards = RestoreGuards.All,
        };

    public static ChangeKind ExpireRestoredTable { get; } =
        new("expireRestoredTable")
        {
            Resource = "Restores",
            Permissions = ["dynamodb:UpdateTimeToLive"],
            Guards = RestoreGuards.All,
        };
}

[JsonDerivedType(typeof(RestoreTable), "restoreTable")]
[JsonDerivedType(typeof(TagRestoredTable), "tagRestoredTable")]
[JsonDerivedType(typeof(ProtectRestoredTable), "protectRestoredTable")]
[JsonDerivedType(typeof(StreamRestoredTable), "streamRestoredTable")]
[JsonDerivedType(typeof(ExpireRestoredTable), "expireRestoredTable")]
public abstract partial record Change
{
    /// <summary>A change that makes, or completes, a new table. The table that it is restored from is never changed.</summary>
    public abstract record OfRestore : Change
    {
        private protected OfRestore(TargetId target, string name) => (Target, Name) = (target, name);

        /// <summary>The table that is restored.</summary>
        public TargetId Target { get; init; }

        /// <summary>The new table.</summary>
        public string Name { get; init; }

        [JsonIgnore]
        public override ImmutableArray<Look> Rereads => [RestoreLooks.Restored];

        /// <summary>What completes the new table names the whole of what is wanted; a second restore is another one.</summary>
        [JsonIgnore]
        public override bool IsRepeatable => true;

        /// <summary>What completes the new table follows from the restore that was approved.</summary>
        [JsonIgnore]
        public override Direction Direction => Direction.Restores;

        /// <summary>Whether the new table is so.</summary>
        private protected abstract bool IsThere(RestoredTable made);

        public sealed override Fact<bool> IsDone(Evidence seen, DateTimeOffset intendedAt) =>
            seen.Of(RestoreLooks.Restored).Map(IsThere);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Made(live) switch
            {
                { Table: null } => $"{Name} is not there any more",
                { Source: var source } when source != Target.Value => $"{Name} is not restored from {Target}",
                { } made when IsThere(made) => $"{Name} has it already",
                _ => null,
            };

        private protected static RestoredTable? Made(Evidence seen) =>
            (seen.Of(RestoreLooks.Restored) as Fact<RestoredTable>.Known)?.Value;
    }

    /// <summary>RestoreTableToPointInTime: a new table with what the old one had at that time.</summary>
    public sealed record RestoreTable(TargetId Target, string Name, DateTimeOffset At) : OfRestore(Target, Name)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.RestoreTable;

        [JsonIgnore]
        public override string Description =>
            Text($"restore {Target} as of {At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC into the new table {Name}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("name", Name), ("time", Text($"{At.UtcDateTime:yyyy-MM-dd HH:mm:ss}"))];

        [JsonIgnore]
        public override bool IsRepeatable => false;

        [JsonIgnore]
        public override Direction Direction => Direction.Takes;

        [JsonIgnore]
        public override bool NeedsApproval => true;

        private protected override bool IsThere(RestoredTable made) => made.IsOf(Target.Value, At);

        public override string? Overtaken(Evidence? decided, Evidence live) =>
            Made(live) is { Table: not null }
                ? $"a table {Name} is there now: someone else made it; leaving it alone"
                : null;
    }

    /// <summary>TagResource: the tags of the old table.</summary>
    /// <param name="Arn">Of the new table, which that call asks for.</param>
    public sealed record TagRestoredTable(TargetId Target, string Name, string Arn, TableTags Tags)
        : OfRestore(Target, Name)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.TagRestoredTable;

        [JsonIgnore]
        public override string Description => Text($"give the new table {Name} the {Tags.All.Length} tags of {Target}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("name", Name), ("count", Text($"{Tags.All.Length}"))];

        private protected override bool IsThere(RestoredTable made) =>
            made.Table is { } table && !Tags.All.Except(table.Tags.All).Any();
    }

    /// <summary>UpdateContinuousBackups: point-in-time recovery, as the old table has it.</summary>
    public sealed record ProtectRestoredTable(TargetId Target, string Name, int Days) : OfRestore(Target, Name)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.ProtectRestoredTable;

        [JsonIgnore]
        public override string Description =>
            Text($"switch point-in-time recovery ({Days} days) on for the new table {Name} of {Target}");

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("name", Name), ("days", Text($"{Days}"))];

        private protected override bool IsThere(RestoredTable made) => made.Table?.RecoveryDays is not null;
    }

    /// <summary>UpdateTable: a stream, as the old table has one. Whoever reads that one has to be told of the new one.</summary>
    public sealed record StreamRestoredTable(TargetId Target, string Name, string View) : OfRestore(Target, Name)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.StreamRestoredTable;

        [JsonIgnore]
        public override string Description => $"switch the stream ({View}) of the new table {Name} of {Target} on";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("name", Name), ("view", View)];

        private protected override bool IsThere(RestoredTable made) => made.Table?.Stream is not null;
    }

    /// <summary>UpdateTimeToLive, last: it may delete what was just restored.</summary>
    public sealed record ExpireRestoredTable(TargetId Target, string Name, string Attribute) : OfRestore(Target, Name)
    {
        [JsonIgnore]
        public override ChangeKind Kind => ChangeKind.ExpireRestoredTable;

        [JsonIgnore]
        public override string Description =>
            $"switch time to live on by {Attribute} for the new table {Name} of {Target}";

        [JsonIgnore]
        public override ImmutableArray<(string Place, string Value)> Places =>
            [("target", Target.Value), ("name", Name), ("attribute", Attribute)];

        private protected override bool IsThere(RestoredTable made) => made.Table?.TimeToLive is not null;
    }
}
