namespace LambdaOps.Core.Procedures.TemporaryFiles;

/// <summary>The numbers of the cleanup of temporary files.</summary>
/// <param name="DeletesAtMost">Files of a folder that one run deletes.</param>
/// <param name="LooksAtMost">Files of a folder that one run looks at.</param>
/// <param name="LateAfter">How long after a rule's time a file may still be there.</param>
public sealed record TemporaryFilesPolicy(int DeletesAtMost, int LooksAtMost, TimeSpan LateAfter)
    : IPolicy<TemporaryFilesPolicy>
{
    public static TemporaryFilesPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static TemporaryFilesPolicy Read(PolicyReader reader) =>
        new(
            reader.Whole("deletesAtMost", 1, 1_000_000, 10_000, "How many files of a folder one run deletes at most."),
            reader.Whole("looksAtMost", 1, 10_000_000, 500_000, "How many files of a folder one run looks at at most."),
            TimeSpan.FromHours(
                reader.Whole(
                    "lateAfterHours",
                    24,
                    720,
                    48,
                    "How long after a lifecycle rule's time a file may still be there, as S3 expires files once a day."
                )
            )
        );
}
