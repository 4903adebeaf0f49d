using System.CommandLine;
using System.Globalization;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops package: the functions' zip and a template for it, ready for CloudFormation.</summary>
internal static class PackageCommand
{
    private const double BytesPerMegabyte = 1e6;

    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = $"The folder to write {FunctionPackage.Zip} and {FunctionPackage.Template} to.",
            Required = true,
        };
        var binary = new Option<DirectoryInfo?>("--binary")
        {
            Description =
                "A folder that 'dotnet publish' of the functions (Native AOT) has written. "
                + "Left out, they are published here when their sources are newer.",
        };
        var estate = new Option<FileInfo?>("--estate")
        {
            Description =
                "The estate file to pack, and to write the template for; the published folder's estate.json when left "
                + "out.",
        };
        var command = new Command(
            "package",
            "Packs the functions and writes the estate's template for 'aws cloudformation package' or 'sam deploy'. "
                + "Exit codes: 0 packed; 1 the publish failed; 2 something to set or correct."
        )
        {
            output,
            binary,
            estate,
        };
        command.SetAction(
            (parsed, _) => RunAsync(parsed.GetValue(output)!, parsed.GetValue(binary), parsed.GetValue(estate))
        );
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo output, DirectoryInfo? binary, FileInfo? estate)
    {
        if (File.Exists(output.FullName))
        {
            throw new UsageException($"--out: found the file '{output.FullName}', expected a folder");
        }

        if (estate is not null)
        {
            DrillEstate.Read(estate.FullName);
        }

        string folder;
        try
        {
            folder = binary?.FullName ?? await PublishAsync(output);
        }
        catch (InvalidOperationException failed)
        {
            await Console.Error.WriteLineAsync($"lambdaops: {failed.Message}");
            return ExitCodes.Failed;
        }

        var executable = Path.Combine(folder, FunctionPackage.Executable);
        if (!File.Exists(executable))
        {
            throw new UsageException($"--binary: found no '{executable}', expected what 'dotnet publish' has written");
        }

        Write(folder, FunctionBinary.Read(executable), estate?.FullName, output);
        return ExitCodes.Passed;
    }

    private static void Write(string folder, FunctionBinary binary, string? estate, DirectoryInfo output)
    {
        var derived = Templates.For(DrillEstate.Read(estate ?? Path.Combine(folder, "estate.json")).Estate);
        output.Create();
        var zip = Path.Combine(output.FullName, FunctionPackage.Zip);
        var files = FunctionPackage.WriteZip(folder, estate, zip);
        var template = Path.Combine(output.FullName, FunctionPackage.Template);
        File.WriteAllText(template, FunctionPackage.TemplateFor(derived.Text, binary.Architecture));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{zip}: {files} files, {new FileInfo(zip).Length / BytesPerMegabyte:0.0} MB, {binary.Architecture}"
                    + $"{(binary.Glibc is { } glibc ? $", needs GLIBC {glibc}" : "")}"
            )
        );
        foreach (var note in derived.Notes)
        {
            Console.WriteLine($"note: {note}");
        }

        Console.WriteLine($"{template}: deploy it with 'aws cloudformation' or 'sam' (src/OPERATING.md, Deploy)");
    }

    private static async Task<string> PublishAsync(DirectoryInfo output)
    {
        if (!FunctionBuild.HasToolchain)
        {
            throw new UsageException(
                "found no C toolchain for Native AOT, expected Linux with clang or gcc (and zlib's headers); "
                    + "or give a folder that was published elsewhere with --binary"
            );
        }

        try
        {
            // Before a minute of compiling.
            output.Create();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--out: found '{output.FullName}' ({refused.Message}), expected a folder to write to"
            );
        }

        return Path.GetDirectoryName((await FunctionBuild.EnsureAsync(say => Console.Error.WriteLine(say))).Path)!;
    }
}
