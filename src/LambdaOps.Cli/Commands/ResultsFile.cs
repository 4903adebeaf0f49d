using System.CommandLine;

namespace LambdaOps.Cli.Commands;

/// <summary>--json: where a command writes what came out.</summary>
internal static class ResultsFile
{
    private const string Name = "--json";

    public static Option<FileInfo?> Option() => Commands.Flag.File(Name, "Write the results to this file.");

    /// <summary>Before long work whose results would be lost.</summary>
    public static FileInfo? Checked(FileInfo? file) =>
        file switch
        {
            null => null,
            _ when Directory.Exists(file.FullName) => throw new UsageException(
                $"{Name}: found the folder '{file.FullName}', expected a file"
            ),
            { Directory.Exists: false } => throw new UsageException(
                $"{Name}: found no folder '{file.DirectoryName}', expected one to write to"
            ),
            _ => Writable(file),
        };

    private static FileInfo Writable(FileInfo file)
    {
        try
        {
            using var stream = file.Open(FileMode.OpenOrCreate, FileAccess.Write);
            return file;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{Name}: found '{file.FullName}', expected a file to write to ({refused.Message})"
            );
        }
    }
}
