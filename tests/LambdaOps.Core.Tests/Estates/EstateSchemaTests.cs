using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using NJsonSchema;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>The schema, which editors read, and the reader, which decides, say the same.</summary>
public class EstateSchemaTests
{
    private static readonly JsonSchema s_schema = JsonSchema.FromJsonAsync(Schema).GetAwaiter().GetResult();

    /// <summary>Every member that the schema has, as path in the full example: $.services[0].capacity.floor.</summary>
    public static TheoryData<string> Members => [.. MembersOf(Parse(Schema), "$", Parse(Full)).Distinct()];

    [Fact]
    public void DefaultEstate_IsValidBySchemaAndReader()
    {
        Assert.Empty(s_schema.Validate(Default));
        Assert.IsType<EstateReading.Valid>(EstateReader.Read(Default));
    }

    [Fact]
    public void DefaultEstate_OnlyObserves()
    {
        var estate = Assert.IsType<EstateReading.Valid>(EstateReader.Read(Default)).Estate;

        Assert.All(
            estate.Services,
            service => Assert.NotEqual(Mode.Act, service.ServiceUnavailable?.Mode ?? Mode.Observe)
        );
        Assert.Equal(Mode.Observe, estate.Services[0].ServiceUnavailable?.Mode);
    }

    [Fact]
    public void FullExample_IsValidAndHasEveryMemberOfTheSchema()
    {
        Assert.Empty(s_schema.Validate(Full));
        Assert.Empty(ErrorsOf(Full));
        Assert.Equal(CountOf(Parse(Schema)), Members.Count);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void WrongType_IsOneErrorAtItsPathAndAViolation(string path)
    {
        var root = Parse(Full);
        var (parent, name) = Place(root, path);
        parent[name] =
            parent[name] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? 5
                : "wrong";
        var json = root.ToJsonString();

        Assert.Equal(path, Assert.Single(ErrorsOf(json)).Path);
        Assert.NotEmpty(s_schema.Validate(json));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Null_IsOneErrorAtItsPathAndAViolation(string path)
    {
        var root = Parse(Full);
        var (parent, name) = Place(root, path);
        parent[name] = null;
        var json = root.ToJsonString();

        Assert.Equal(path, Assert.Single(ErrorsOf(json)).Path);
        Assert.NotEmpty(s_schema.Validate(json));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void MisspeltMember_IsNamedAndAViolation(string path)
    {
        var root = Parse(Full);
        var (parent, name) = Place(root, path);
        var value = parent[name]!.DeepClone();
        parent.AsObject().Remove(name);
        parent[name + "z"] = value;
        var json = root.ToJsonString();

        var error = Assert.Single(ErrorsOf(json), error => error.Path == path + "z");
        Assert.Contains(name, error.Expected, StringComparison.Ordinal);
        Assert.NotEmpty(s_schema.Validate(json));
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void LeftOut_IsAnErrorForTheReaderExactlyWhenItIsForTheSchema(string path)
    {
        var root = Parse(Full);
        var (parent, name) = Place(root, path);
        parent.AsObject().Remove(name);
        var json = root.ToJsonString();

        // What one member asks of another (a remedy that the service names, a site of that id, a load balancer for the
        // latency remedy, secrets for configChange): the schema cannot see that.
        string[] between =
        [
            "under remedies",
            "a site's id: one of",
            "as the latency remedy asks",
            "as configChange asks",
            "as zoneShift asks",
            "the id of a service or site",
            "up to where a remedy may raise the capacity",
            "or the name of a table",
            "the id of a service of the estate: one of",
            "as a remedy is named",
            "a table that the estate names",
        ];
        var errors = ErrorsOf(json)
            .Where(error => !between.Any(what => error.Expected.Contains(what, StringComparison.Ordinal)));
        Assert.Equal(s_schema.Validate(json).Count == 0, !errors.Any());
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Bounds_AreTheReadersToo(string path)
    {
        foreach (var number in new[] { "minimum", "maximum" })
        {
            if (SchemaAt(path)[number] is not { } bound)
            {
                continue;
            }

            var step = number == "minimum" ? -1 : 1;
            Assert.DoesNotContain(ErrorsWith((int)bound), error => error.Path == path);
            Assert.Contains(ErrorsWith((int)bound + step), error => error.Path == path);
        }

        IReadOnlyList<EstateError> ErrorsWith(int value) =>
            ErrorsAfter(root =>
            {
                var (parent, name) = Place(root, path);
                parent[name] = value;
            });
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Choices_AreTheReadersToo(string path)
    {
        var choices = SchemaAt(path)["enum"]?.AsArray() ?? [];
        if (choices.FirstOrDefault()?.GetValueKind() == System.Text.Json.JsonValueKind.Number)
        {
            int[] numbers = [.. choices.Select(choice => (int)choice!)];
            Assert.All(numbers, number => Assert.Empty(ErrorsAfter(root => SetNumber(root, number))));
            Assert.All(
                Enumerable.Range(0, numbers.Max() + 2).Except(numbers),
                number => Assert.Equal(path, Assert.Single(ErrorsAfter(root => SetNumber(root, number))).Path)
            );
            return;
        }

        foreach (var choice in choices)
        {
            // Which target a remedy is for, the schema cannot see.
            Assert.DoesNotContain(
                ErrorsAfter(root => Set(root, (string)choice!)),
                error => !error.Expected.Contains("names under remedies", StringComparison.Ordinal)
            );
            Assert.Equal(path, Assert.Single(ErrorsAfter(root => Set(root, Swapped((string)choice!)))).Path);
        }

        void SetNumber(JsonNode root, int value)
        {
            var (parent, name) = Place(root, path);
            parent[name] = value;
        }

        void Set(JsonNode root, string value)
        {
            var (parent, name) = Place(root, path);
            parent[name] = value;
        }

        static string Swapped(string text) =>
            char.IsUpper(text[0]) ? text.ToLowerInvariant() : char.ToUpperInvariant(text[0]) + text[1..];
    }

    [Fact]
    public void Defaults_AreThePolicys()
    {
        var standard = ServiceUnavailablePolicy.Default;
        var defaults = SchemaAt("$.services[0].remedies.serviceUnavailable.policy")["properties"]!
            .AsObject()
            .ToDictionary(member => member.Key, member => member.Value!["default"]!.ToJsonString());

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["probes"] = Number(standard.Probes),
                ["probeEverySeconds"] = Seconds(standard.ProbeEvery),
                ["actAtOnceWhenEvidenceAgrees"] = standard.ActAtOnceWhenEvidenceAgrees ? "true" : "false",
                ["checkEverySeconds"] = Seconds(standard.CheckEvery),
                ["recoverWithinSeconds"] = Seconds(standard.RecoverWithin),
                ["watchForSeconds"] = Seconds(standard.WatchFor),
                ["watchAtMostSeconds"] = Seconds(standard.WatchAtMost),
                ["deploymentWithinSeconds"] = Seconds(standard.DeploymentWithin),
                ["failedTasksMeanFailing"] = Number(standard.FailedTasksMeanFailing),
                ["rememberedForDays"] = Number((int)standard.RememberedFor.TotalDays),
                ["blindAtMostSeconds"] = Seconds(standard.BlindAtMost),
                ["cooldownSeconds"] = Seconds(standard.Cooldown),
            },
            defaults
        );

        static string Seconds(TimeSpan time) => Number((int)time.TotalSeconds);
        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void EveryMember_HasADescriptionThatNamesItsDefault(string path)
    {
        var member = SchemaAt(path);
        var description = (string)member["description"]!;

        Assert.EndsWith(".", description, StringComparison.Ordinal);
        if (member["default"] is { } standard)
        {
            Assert.Contains($"Default {standard.ToJsonString().Trim('"')}", description, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void EveryObject_IsClosed(string path)
    {
        var member = SchemaAt(path);

        Assert.True((string?)member["type"] != "object" || !(bool)member["additionalProperties"]!);
    }

    private static IEnumerable<string> MembersOf(JsonNode schema, string path, JsonNode? example)
    {
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            if (example?[name] is not { } value)
            {
                continue;
            }

            yield return $"{path}.{name}";
            foreach (var below in MembersOf(member!, $"{path}.{name}", value as JsonObject))
            {
                yield return below;
            }

            // Of alternatives each appears in some element: take each member where it appears first.
            var seen = new HashSet<string>();
            foreach (var (item, index) in (value as JsonArray ?? []).Select((item, index) => (item, index)))
            {
                foreach (
                    var below in MembersOf(member!["items"]!, $"{path}.{name}[{index}]", item)
                        .Where(one => seen.Add(one[one.IndexOf(']', StringComparison.Ordinal)..]))
                )
                {
                    yield return below;
                }
            }
        }
    }

    private static int CountOf(JsonNode schema) =>
        (schema["properties"]?.AsObject().Sum(member => 1 + CountOf(member.Value!)) ?? 0)
        + (schema["items"] is { } items ? CountOf(items) : 0);

    private static JsonNode SchemaAt(string path) =>
        Steps(path)
            .Aggregate(
                Parse(Schema),
                (schema, step) => int.TryParse(step, out _) ? schema["items"]! : schema["properties"]![step]!
            );

    private static (JsonNode Parent, string Name) Place(JsonNode root, string path)
    {
        var steps = Steps(path);
        return (
            steps
                .SkipLast(1)
                .Aggregate(root, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!),
            steps[^1]
        );
    }

    private static string[] Steps(string path) =>
        path[2..].Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
}
