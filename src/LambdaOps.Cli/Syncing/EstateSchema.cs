using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Syncing;

/// <summary>
/// Writes into estate.schema.json what the procedures say: which there are on which resource, their numbers with bounds
/// and defaults, and the kinds of change; and the bounds and defaults beside them (<see cref="SchemaNumbers"/>). Everything else stays byte for byte.
/// </summary>
public sealed class EstateSchema
{
    private readonly TemplateText _schema;
    private readonly TextChanges _changes;

    private EstateSchema(string schema)
    {
        _schema = new TemplateText(schema);
        _changes = new TextChanges(_schema);
    }

    public static SyncedText Write(string schema) => Write(schema, AllProcedures.All);

    public static SyncedText Write(string schema, ImmutableArray<Procedure> procedures)
    {
        var writer = new EstateSchema(schema);
        writer.WriteProcedures(PlaceOf("services"), procedures.OfType<Remedy<OperatedService>>(), writer.Setting);
        writer.WriteProcedures(PlaceOf("sites"), procedures.OfType<Remedy<OperatedSite>>(), writer.Setting);
        writer.WriteProcedures(PlaceOf("tables"), procedures.OfType<Remedy<OperatedTable>>(), writer.Setting);
        writer.WriteProcedures(
            "properties/disasterRecovery/properties/remedies/properties",
            procedures.OfType<Remedy<DisasterRecovery>>(),
            writer.Setting
        );
        writer.WriteProcedures("properties/checks/properties", procedures.OfType<Check>(), SettingOfACheck);
        new SchemaNumbers(writer._schema, writer._changes).Write();
        return new SyncedText(writer._schema.ToString(), writer._changes.Changed, []);
    }

    /// <param name="setting">How one is set that is new there.</param>
    private void WriteProcedures(string place, IEnumerable<Procedure> all, Func<Procedure, JsonNode> setting)
    {
        var procedures = all.ToList();
        foreach (var (name, _) in (JsonObject)_schema.At(place)!)
        {
            if (!procedures.Any(procedure => procedure.Name.Value == name))
            {
                _changes.Change($"{place}/{name}", () => _schema.Remove($"{place}/{name}"));
            }
        }

        foreach (var procedure in procedures)
        {
            var at = $"{place}/{procedure.Name}";
            if (_schema.At(at) is null)
            {
                _changes.Change(at, () => _schema.Set(at, setting(procedure)));
            }

            if (procedure is Remedy)
            {
                _changes.Set(
                    $"{at}/properties/askFirst/items/enum",
                    new JsonArray([.. Core.Resources.Change.Kinds.Select(kind => (JsonNode)kind.Name)])
                );
            }

            _changes.Set($"{at}/properties/policy/properties", Policy(procedure));
        }
    }

    /// <summary>A remedy that is new is set like any other, but for what it is and its numbers.</summary>
    private JsonNode Setting(Procedure remedy)
    {
        var setting = ((JsonObject)_schema.At(PlaceOf("services"))!).First().Value!.DeepClone();
        setting["description"] = Description(remedy);
        return setting;
    }

    private static JsonObject SettingOfACheck(Procedure check) =>
        new()
        {
            ["type"] = "object",
            ["description"] = Description(check),
            ["additionalProperties"] = false,
            ["required"] = new JsonArray(),
            ["properties"] = new JsonObject
            {
                ["mode"] = new JsonObject
                {
                    ["type"] = "string",
                    ["enum"] = new JsonArray("off", "observe", "act"),
                    ["default"] = "observe",
                    ["description"] =
                        "How far the check may go. off: it does not run. observe: looks, reports and notifies, says what "
                        + "it would change, and changes nothing. act: changes it. Default observe; the control switch in "
                        + "the journal can hold it lower at any time.",
                },
                ["policy"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "The check's numbers. Each one left out has its default.",
                    ["additionalProperties"] = false,
                    ["required"] = new JsonArray(),
                    ["properties"] = new JsonObject(),
                },
            },
        };

    private static string Description(Procedure procedure) =>
        $"{procedure.Paragraph.When}: {procedure.Paragraph.Does}.";

    private static string PlaceOf(string resources) => $"properties/{resources}/items/properties/remedies/properties";

    private static JsonObject Policy(Procedure procedure) =>
        new([.. procedure.Numbers.Select(number => KeyValuePair.Create(number.Name, (JsonNode?)Number(number)))]);

    private static JsonObject Number(PolicyNumber number) =>
        number.Bounds is var (from, to)
            ? new JsonObject
            {
                ["type"] = "integer",
                ["description"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{number.Says} Default {number.Default}."
                ),
                ["minimum"] = from,
                ["maximum"] = to,
                ["default"] = number.Default,
            }
            : new JsonObject
            {
                ["type"] = "boolean",
                ["description"] = $"{number.Says} Default {(number.Default != 0 ? "true" : "false")}.",
                ["default"] = number.Default != 0,
            };
}
