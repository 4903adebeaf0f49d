using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Syncing;

/// <summary>A procedure as people read it: what the code says of it, and its section of src/PROCEDURES.md.</summary>
public static class ProcedureText
{
    /// <param name="procedures">The text of src/PROCEDURES.md.</param>
    public static string Of(Remedy remedy, Estate estate, string procedures)
    {
        var (when, does, stops) = remedy.Paragraph;
        var grants = EstateGrants.Of(remedy, estate);
        var text = new StringBuilder();
        text.Append(Section(remedy, procedures));
        Heading("In short");
        Line("when", when);
        Line("does", does);
        Line("stops when", stops);
        Line("function", remedy.Function.Value);
        Line("file", ProcedureTable.FileOf(remedy));
        Line("looks at", string.Join(", ", remedy.Looks.Concat(remedy.LooksForPeople).Select(look => look.Name)));
        Line("may change", string.Join(", ", remedy.Changes.Select(kind => kind.Name)));
        Line("guards", string.Join(", ", Guard.All.Select(guard => NameOf(guard))));
        Heading("Numbers: remedies." + remedy.Name + ".policy in the estate");
        foreach (var number in remedy.Numbers)
        {
            Line(number.Name, $"{ValueOf(number)}. {number.Says}");
        }

        Heading("May read");
        Grants(grants.Look);
        Heading("May change, with WritePermissions=granted");
        Grants(grants.Change);
        return text.ToString();

        void Heading(string title) => text.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"  {name, -26} {value}\n");
        void Grants(ImmutableArray<Grant> all)
        {
            foreach (var grant in all)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {string.Join(", ", grant.Actions)}\n");
                text.AppendJoin("", grant.Resources.Select(resource => $"    on {resource}\n"));
            }

            text.Append(all.IsEmpty ? "  nothing\n" : "");
        }
    }

    private static string ValueOf(PolicyNumber number) =>
        number.Bounds is var (from, to)
            ? string.Create(CultureInfo.InvariantCulture, $"{number.Default} ({from} to {to})")
        : number.Default != 0 ? "true"
        : "false";

    /// <summary>KillSwitchGuard is "kill switch".</summary>
    private static string NameOf(Guard guard) =>
        string.Concat(
                guard
                    .Name.Replace("Guard", "", StringComparison.Ordinal)
                    .Select(one => char.IsUpper(one) ? $" {one}" : $"{one}")
            )
            .Trim()
            .ToLowerInvariant();

    /// <summary>The section whose heading names the procedure, without the markers of what sync and tests hold.</summary>
    private static string Section(Remedy remedy, string procedures)
    {
        var lines = procedures
            .Split('\n')
            .SkipWhile(line =>
                !line.StartsWith("## ", StringComparison.Ordinal)
                || !line.EndsWith($"(`{remedy.Name}`)", StringComparison.Ordinal)
            )
            .ToList();
        var section = lines
            .Take(1)
            .Concat(lines.Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)))
            .Where(line => !line.StartsWith("<!-- ", StringComparison.Ordinal));
        return string.Join('\n', section).TrimEnd() + "\n";
    }
}
