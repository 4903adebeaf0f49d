using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Cli.Syncing;

/// <summary>A procedure as people read it: what the code says of it, and its section of src/PROCEDURES.md.</summary>
public static class ProcedureText
{
    /// <param name="procedures">The text of src/PROCEDURES.md.</param>
    public static string Of(Procedure procedure, Estate estate, string procedures)
    {
        var (when, does, stops) = procedure.Paragraph;
        var grants = EstateGrants.Of(procedure, estate);
        var text = new StringBuilder();
        text.Append(Section(procedure, procedures));
        Heading("In short");
        Line("when", when);
        Line("started by", string.Join(", ", procedure.Triggers.Select(trigger => StartedBy(trigger, estate))));
        Line("does", does);
        Line("stops when", stops);
        Line("function", procedure.Function.Value);
        Line("file", ProcedureTable.FileOf(procedure));
        Line("looks at", Names(procedure.Looks.Concat(procedure.LooksForPeople).Select(look => look.Name)));
        Line("may change", Names(procedure.Changes.Select(kind => kind.Name)));
        if (procedure is Check check)
        {
            Line(
                "in this estate",
                $"mode {check.ModeIn(estate).ToString().ToLowerInvariant()}, {PartsIn(check, estate)}"
            );
        }

        if (!procedure.Changes.IsEmpty)
        {
            Line(
                "guards of any change",
                procedure is Check held ? HeldBy(held) : Names(Guard.Universal.Select(NameOf))
            );
        }

        foreach (var kind in procedure.Changes.Where(kind => !kind.Guards.IsEmpty))
        {
            Line($"of {kind.Name}", Names(kind.Guards.Select(NameOf)));
        }

        if (!procedure.Numbers.IsEmpty)
        {
            Heading($"Numbers: {(procedure is Check ? "checks" : "remedies")}.{procedure.Name}.policy in the estate");
        }

        foreach (var number in procedure.Numbers)
        {
            Line(number.Name, $"{ValueOf(number)}. {number.Says}");
        }

        Heading("May read");
        Grants(grants.Look);
        Heading("May change, with WritePermissions=granted");
        Grants(grants.Change);
        return text.ToString();

        static string Names(IEnumerable<string> all) => string.Join(", ", all.DefaultIfEmpty("nothing"));
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

    /// <summary>A schedule in words and as EventBridge Scheduler has it, by the estate's wall clock.</summary>
    private static string StartedBy(Trigger trigger, Estate estate) =>
        trigger is Trigger.ByClock { When: Schedule.ByDate at } ? $"{at} in {estate.TimeZone}: {at.Expression}"
        : trigger is Trigger.ByClock { When: var every } ? $"{every}: {every.Expression}"
        : $"{trigger}";

    private static string PartsIn(Check check, Estate estate) =>
        check.PartsOf(estate).Length switch
        {
            0 => "the estate names nothing that it could look at",
            1 => "in one part",
            var parts => FormattableString.Invariant($"in {parts} parts"),
        };

    /// <summary>What keeps a check from changing anything (<see cref="Core.Checks.Hold"/>).</summary>
    private static string HeldBy(Check check) =>
        "mode, control switch, write permissions" + (check.HeedsFreezes ? ", freeze windows" : "");

    private static string ValueOf(PolicyNumber number) =>
        number.Bounds is var (from, to)
            ? string.Create(CultureInfo.InvariantCulture, $"{number.Default} ({from} to {to})")
        : number.Default != 0 ? "true"
        : "false";

    /// <summary>KillSwitchGuard is "kill switch".</summary>
    internal static string NameOf(Guard guard) =>
        string.Concat(
                guard
                    .Name.Replace("Guard", "", StringComparison.Ordinal)
                    .Select(one => char.IsUpper(one) ? $" {one}" : $"{one}")
            )
            .Trim()
            .ToLowerInvariant();

    /// <summary>The section whose heading names the procedure, without the markers of what sync and tests hold.</summary>
    private static string Section(Procedure procedure, string procedures)
    {
        var lines = procedures
            .Split('\n')
            .SkipWhile(line =>
                !line.StartsWith("## ", StringComparison.Ordinal)
                || !line.EndsWith($"(`{procedure.Name}`)", StringComparison.Ordinal)
            )
            .ToList();
        var section = lines
            .Take(1)
            .Concat(lines.Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)))
            .Where(line => !line.StartsWith("<!-- ", StringComparison.Ordinal));
        return string.Join('\n', section).TrimEnd() + "\n";
    }
}
