using System.Collections.Immutable;
using System.Text;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Syncing;

/// <summary>README's table of the procedures, one row each.</summary>
public static class ProcedureTable
{
    /// <exception cref="UsageException">The file has no such part.</exception>
    public static SyncedText Write(string file) => Write(file, AllProcedures.All);

    /// <inheritdoc cref="Write(string)"/>
    public static SyncedText Write(string file, ImmutableArray<Procedure> procedures)
    {
        const string Part = "procedures";
        var written = SyncedPart.In(file, Part).With(Table(procedures));
        return new SyncedText(written, written == file ? [] : [Part], []);
    }

    /// <summary>Where a procedure's decision stands, from the checkout's root.</summary>
    public static string FileOf(Procedure procedure)
    {
        var name = procedure.Name.Capitalised;
        return $"src/LambdaOps.Core/Procedures/{name}/{name}Procedure.cs";
    }

    private static string Table(ImmutableArray<Procedure> procedures)
    {
        var table = new StringBuilder("| when | does | stops when | runbook | file |\n|---|---|---|---|---|\n");
        foreach (var procedure in procedures)
        {
            var (when, does, stops) = procedure.Paragraph;
            table.Append(
                $"| {when} | {does} | {stops} | {procedure.Paragraph.Runbook} "
                    + $"| [{procedure.Name.Capitalised}]({FileOf(procedure)}) |\n"
            );
        }

        return table.ToString();
    }
}

/// <summary>A part of a Markdown file between <c>&lt;!-- sync: NAME --&gt;</c> and <c>&lt;!-- /sync --&gt;</c>.</summary>
/// <param name="Before">With the first marker and the end of its line.</param>
/// <param name="After">From the second marker on.</param>
public sealed record SyncedPart(string Before, string Text, string After)
{
    /// <exception cref="UsageException">The file has no such part.</exception>
    public static SyncedPart In(string file, string name)
    {
        var (begin, end) = ($"<!-- sync: {name} -->\n", "<!-- /sync -->");
        var from = file.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var until = from < begin.Length ? -1 : file.IndexOf(end, from, StringComparison.Ordinal);
        return until < 0
            ? throw new UsageException($"found no part '{begin.TrimEnd()} … {end}', expected one to write to")
            : new SyncedPart(file[..from], file[from..until], file[until..]);
    }

    public string With(string text) => $"{Before}{text}{After}";
}
