using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(TemporaryFiles), "temporaryFiles")]
public abstract partial record CheckMemory
{
    /// <summary>How far the cleanup of a folder is.</summary>
    /// <param name="After">The last key that is done with; null at the beginning.</param>
    public sealed record TemporaryFiles(string? After = null) : CheckMemory
    {
        /// <summary>Whether the end of the list was reached, or as many files as a run looks at.</summary>
        public bool IsListed { get; init; }

        /// <summary>Whether files follow that this run does not look at.</summary>
        public bool IsCut { get; init; }

        public long Looked { get; init; }

        /// <summary>Files that nobody needs any more, and their size.</summary>
        public long Over { get; init; }

        public long OverBytes { get; init; }

        /// <summary>The file that was written first.</summary>
        public string? OldestKey { get; init; }

        public DateTimeOffset? OldestAt { get; init; }

        public int Deleted { get; init; }

        /// <summary>Files that were written anew, or were gone, when they were to be deleted.</summary>
        public int Left { get; init; }

        /// <summary>
        /// Files of deletes that are under way or whose answer nobody has: they count for the bound of a run as if they were gone.
        /// </summary>
        public int Unconfirmed { get; init; }

        /// <summary>Why nothing more is deleted in this run; null while it is.</summary>
        public string? Stopped { get; init; }
    }
}
