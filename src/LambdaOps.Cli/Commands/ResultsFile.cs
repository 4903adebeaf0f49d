using System.CommandLine;

namespace LambdaOps.Cli.Commands;

/// <summary>--json: where a command writes what came out.</summary>
internal static class ResultsFile
{
    private const string Flag = "--json";

    public static Option<FileInfo?> Option() => new(Flag) { Description = "Write the results to this file." };

    /// <summary>Before long work whose results would be lost.</summary>
    public static FileInfo? Checked(FileInfo? file) =>
        file switch
        {
            null => null,
            _ when Directory.Exists(file.FullName) => throw new UsageException(
                $"{Flag}: found the folder '{file.FullName}', expected a file"
            ),
            { Directory.Exists: false } => throw new UsageException(
                $"{Flag}: found no folder '{file.DirectoryName}', expected one to write to"
            ),
            _ => file,
        };
}
