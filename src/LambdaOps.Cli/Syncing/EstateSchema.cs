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

    public static SyncedText Write(string schema) => Write(schema, AllProcedures.Remedies);

    public static SyncedText Write(string schema, ImmutableArray<Remedy> procedures)
    {
        var writer = new EstateSchema(schema);
        writer.WriteProcedures("services", [.. procedures.Where(remedy => remedy is Remedy<OperatedService>)]);
        writer.WriteProcedures("sites", [.. procedures.Where(remedy => remedy is Remedy<OperatedSite>)]);
        new SchemaNumbers(writer._schema, writer._changes).Write();
        return new SyncedText(writer._schema.ToString(), writer._changes.Changed, []);
    }

    private void WriteProcedures(string resources, ImmutableArray<Remedy> remedies)
    {
        var place = PlaceOf(resources);
        foreach (var (name, _) in (JsonObject)_schema.At(place)!)
        {
            if (!remedies.Any(remedy => remedy.Name.Value == name))
            {
                _changes.Change($"{place}/{name}", () => _schema.Remove($"{place}/{name}"));
            }
        }

        foreach (var remedy in remedies)
        {
            var at = $"{place}/{remedy.Name}";
            if (_schema.At(at) is null)
            {
                _changes.Change(at, () => _schema.Set(at, Setting(remedy)));
            }

            _changes.Set(
                $"{at}/properties/askFirst/items/enum",
                new JsonArray([.. Core.Resources.Change.Kinds.Select(kind => (JsonNode)kind.Name)])
            );
            _changes.Set($"{at}/properties/policy/properties", Policy(remedy));
        }
    }

    /// <summary>A procedure that is new is set like any other, but for what it is and its numbers.</summary>
    private JsonNode Setting(Remedy remedy)
    {
        var setting = ((JsonObject)_schema.At(PlaceOf("services"))!).First().Value!.DeepClone();
        setting["description"] = $"{remedy.Paragraph.When}: {remedy.Paragraph.Does}.";
        return setting;
    }

    private static string PlaceOf(string resources) => $"properties/{resources}/items/properties/remedies/properties";

    private static JsonObject Policy(Remedy remedy) =>
        new([.. remedy.Numbers.Select(number => KeyValuePair.Create(number.Name, (JsonNode?)Number(number)))]);

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
