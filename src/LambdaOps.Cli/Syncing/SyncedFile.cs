using System.Collections.Immutable;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Core.Estates;

namespace LambdaOps.Cli.Syncing;

/// <summary>A file's text as it follows from the procedures and an estate; everything else in it as it stood.</summary>
/// <param name="Changed">What was written anew, by its place in the file.</param>
/// <param name="Notes">What people should know of how it was written.</param>
public sealed record SyncedText(string Text, ImmutableArray<string> Changed, ImmutableArray<string> Notes);

/// <summary>A file of the checkout of which a part follows from the procedures and the estate.</summary>
/// <param name="Path">From the checkout's root, with / between folders.</param>
/// <param name="Write">Its text as it follows, from its text as it stands.</param>
public sealed record SyncedFile(string Path, Func<string, Estate, SyncedText> Write)
{
    /// <summary>
    /// All that 'lambdaops sync' writes at once. Diagrams come out of drills: <see cref="Diagrams"/> writes them.
    /// </summary>
    public static ImmutableArray<SyncedFile> All { get; } =
    [
        new("serverless.template", EstateTemplate.Write),
        new("estate.schema.json", (text, _) => EstateSchema.Write(text)),
        new("README.md", (text, _) => ProcedureTable.Write(text)),
    ];
}
