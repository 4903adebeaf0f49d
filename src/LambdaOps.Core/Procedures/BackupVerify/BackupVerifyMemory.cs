using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.BackupVerify;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(BackupVerify), "backupVerify")]
public abstract partial record CheckMemory
{
    /// <summary>How far the verification of a table's backup has come.</summary>
    public sealed record BackupVerify(BackupVerifyStage Stage) : CheckMemory
    {
        /// <summary>The point in time that is restored; null before it was asked for.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>When DynamoDB was last asked for the restore.</summary>
        public DateTimeOffset? AskedAt { get; init; }

        /// <summary>Whether the scratch table was there at a look.</summary>
        public bool WasThere { get; init; }

        /// <summary>When the restore was seen to be over.</summary>
        public DateTimeOffset? RestoredAt { get; init; }

        /// <summary>When the comparison was over, whatever it came to.</summary>
        public DateTimeOffset? ComparedAt { get; init; }

        /// <summary>Restores that were asked for.</summary>
        public int Restores { get; init; }

        /// <summary>Looks of the stage that were not answered.</summary>
        public int Unanswered { get; init; }

        /// <summary>Deletions that were asked for since the comparison.</summary>
        public int Deletions { get; init; }

        /// <summary>What AWS refused last, in its words; null for nothing.</summary>
        public string? Refused { get; init; }

        /// <summary>What is said of it so far.</summary>
        public ImmutableArray<Finding> Findings { get; init; } = [];

        public BackupVerify With(FindingLevel level, string key, string text) =>
            this with
            {
                Findings = [.. Findings.Where(one => one.Key != key), new Finding(level, key, text)],
            };
    }
}
