using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Cli.EstateTemplates;

namespace LambdaOps.Cli.Hosting;

/// <summary>The functions as AWS takes them: a zip, and the template with its place.</summary>
public static class FunctionPackage
{
    public const string Executable = "bootstrap";

    public const string Zip = "functions.zip";

    public const string Template = "template.json";

    private const string EstateFile = "estate.json";

    private const int RegularFile = 0x8000;

    private const int MayRead = 0x1A4; // 0644

    private const int MayRun = 0x1ED; // 0755

    /// <summary>The earliest that a zip can say: the same files are the same bytes, whenever they are packed.</summary>
    private static readonly DateTimeOffset s_noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Packs a published folder, without symbols.</summary>
    /// <param name="estate">Takes the place of the folder's estate.json; null leaves it.</param>
    /// <returns>How many files are in it.</returns>
    public static int WriteZip(string folder, string? estate, string path)
    {
        var files = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), Path: file))
            .Where(file => Path.GetExtension(file.Name) is not (".pdb" or ".dbg"))
            .Where(file => estate is null || file.Name != EstateFile)
            .Concat(estate is null ? [] : [(EstateFile, estate)])
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create, leaveOpen: false, Encoding.UTF8);
        foreach (var (name, file) in files)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = s_noTime;

            // Unix keeps the mode in the upper half. Lambda starts nothing that may not be run.
            entry.ExternalAttributes = (RegularFile | (name == Executable ? MayRun : MayRead)) << 16;
            using var from = File.OpenRead(file);
            using var to = entry.Open();
            from.CopyTo(to);
        }

        return files.Count;
    }

    /// <summary>The template with the zip beside it as the code of every function.</summary>
    /// <param name="architecture">What the zip's executable runs on.</param>
    public static string TemplateFor(string template, string architecture)
    {
        var text = new TemplateText(template);
        foreach (var (name, resource) in text.At("Resources")!.AsObject())
        {
            if ((string?)resource!["Type"] == "AWS::Serverless::Function")
            {
                text.Set($"Resources/{name}/Properties/CodeUri", Zip);
                text.Set($"Resources/{name}/Properties/Architectures", new JsonArray(architecture));
            }
        }

        return text.ToString();
    }
}
