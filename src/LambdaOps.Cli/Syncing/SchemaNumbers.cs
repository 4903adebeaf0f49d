using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Core.Escalations;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Syncing;

/// <summary>
/// Writes the bounds and defaults of estate.schema.json that are no procedure's: of the escalation, the budget, the
/// thresholds and the times of incidents. The sentences are written by hand, up to the default at their end.
/// </summary>
internal sealed partial class SchemaNumbers(TemplateText schema, TextChanges changes)
{
    private const string Service = "properties/services/items/properties";

    public void Write()
    {
        WriteEscalation(EscalationPolicy.Default);
        WriteBudget(ActionBudget.Default);
        WriteThresholds(Thresholds.Default);
        Number(
            "properties/temporaryFiles/items/properties/afterDays",
            1,
            TemporaryFolder.MostDays,
            TemporaryFolder.AfterByDefault
        );
        Number("properties/reopenWithinSeconds", 0, PolicyReader.Day, Estate.ReopenByDefault.TotalSeconds);
        Number("properties/joinWithinSeconds", 0, PolicyReader.Day, Estate.JoinByDefault.TotalSeconds);
    }

    private void WriteEscalation(EscalationPolicy policy)
    {
        const string Escalation = "properties/escalation/properties";
        foreach (var severity in Enum.GetValues<Severity>())
        {
            var (rule, at) = (policy[severity], $"{Escalation}/levels/properties/{severity}/properties");
            Number($"{at}/acknowledgeWithinMinutes", 0, EscalationRule.MostMinutes, rule.AnswerWithin?.TotalMinutes);
            Number($"{at}/nextAfterMinutes", 1, EscalationRule.MostMinutes, rule.NextAfter.TotalMinutes);
            Default($"{at}/nextLevel", rule.Next?.ToString() ?? "none");
            Default($"{at}/clock", Camel(rule.Clock));
            if (severity != Severity.P1)
            {
                Number($"{at}/riseAfterMinutes", 1, EscalationRule.MostMinutes, rule.RisesAfter?.TotalMinutes);
            }
        }

        Default($"{Escalation}/firstLevelAtNight", $"{policy.FirstAtNight}");
        Default($"{Escalation}/businessHours/properties/from", Hour(policy.Calendar.From));
        Default($"{Escalation}/businessHours/properties/until", Hour(policy.Calendar.Until));
    }

    private void WriteBudget(ActionBudget budget)
    {
        const string Budget = "properties/budget/properties";
        Number($"{Budget}/perTargetPerHour", 1, ActionBudget.Most, budget.PerTarget);
        Number($"{Budget}/perEstatePerHour", 1, ActionBudget.Most, budget.PerEstate);
    }

    private void WriteThresholds(Thresholds thresholds)
    {
        (string Name, double Most, Threshold Value)[] all =
        [
            ("p50Ms", Thresholds.MostMs, thresholds.P50Ms),
            ("p95Ms", Thresholds.MostMs, thresholds.P95Ms),
            ("p99Ms", Thresholds.MostMs, thresholds.P99Ms),
            ("errorPercent", Thresholds.MostPercent, thresholds.Errors),
            ("cpuPercent", Thresholds.MostPercent, thresholds.Cpu),
            ("memoryPercent", Thresholds.MostPercent, thresholds.Memory),
        ];
        foreach (var (name, most, value) in all)
        {
            var at = $"{Service}/thresholds/properties/{name}";
            Describe(at, FormattableString.Invariant($"{value.Warning} and {value.Danger}"));
            Number($"{at}/properties/warning", null, most, value.Warning);
            Number($"{at}/properties/danger", null, most, value.Danger);
        }
    }

    /// <param name="from">Null where zero itself is none.</param>
    /// <param name="byDefault">Null where leaving it out means something that is no number.</param>
    private void Number(string place, int? from, double most, double? byDefault)
    {
        if (from is { } least)
        {
            changes.Set($"{place}/minimum", least);
        }

        changes.Set($"{place}/maximum", Plain(most));
        if (byDefault is { } value)
        {
            Describe(place, value.ToString(CultureInfo.InvariantCulture));
            changes.Set($"{place}/default", Plain(value));
        }
        else
        {
            changes.Change($"{place}/default", () => schema.Remove($"{place}/default"));
        }
    }

    private void Default(string place, string byDefault)
    {
        Describe(place, byDefault);
        changes.Set($"{place}/default", byDefault);
    }

    /// <summary>The sentence's end says the default.</summary>
    private void Describe(string place, string byDefault)
    {
        var says = (string)schema.At($"{place}/description")!;
        changes.Set($"{place}/description", $"{Ending().Replace(says, "")} Default {byDefault}.");
    }

    private static JsonNode Plain(double value) => value == Math.Truncate(value) ? (JsonNode)(int)value : value;

    private static string Hour(TimeSpan time) => time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private static string Camel(EscalationClock clock)
    {
        var name = clock.ToString();
        return $"{char.ToLowerInvariant(name[0])}{name[1..]}";
    }

    [GeneratedRegex(@" Default [^ ]+( and [^ ]+)?\.$")]
    private static partial Regex Ending();
}
