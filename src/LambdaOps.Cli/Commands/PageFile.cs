using System.CommandLine;

namespace LambdaOps.Cli.Commands;

/// <summary>--html: where a command writes a page.</summary>
internal static class PageFile
{
    private const string Name = "--html";

    public static Option<string?> Option(string description) =>
        new(Name)
        {
            Description = description,
            CustomParser = given =>
                Commands.Flag.Kept(
                    given,
                    Name,
                    text => text.Length > 0 && !Directory.Exists(text) && Directory.Exists(FolderOf(text)),
                    "a file to write, in a folder that exists"
                ),
        };

    /// <summary>Writes the page, and says so.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static async Task WriteAsync(string file, string page, CancellationToken stop)
    {
        try
        {
            await File.WriteAllTextAsync(file, page, stop);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{Name}: cannot write {file}: {unwritable.Message}");
        }

        Console.WriteLine($"written: {file}");
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";
}
