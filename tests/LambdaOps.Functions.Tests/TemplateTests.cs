using System.Reflection;
using System.Text.Json.Nodes;
using Amazon.Lambda.Annotations;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Procedures;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Functions.Tests;

/// <summary>
/// serverless.template is as Amazon.Lambda.Annotations' own generator would leave it (observed with 2.3): were a word
/// of
/// it different, the first build with the real package would change the file.
/// </summary>
public class TemplateTests
{
    private const string Tool = "Amazon.Lambda.Annotations";

    /// <summary>The generator's, in its order; what people added comes after.</summary>
    private static readonly string[] s_order = ["Runtime", "CodeUri", "Role", "PackageType", "Handler", "Environment"];

    private static readonly JsonObject s_resources = JsonNode.Parse(File.ReadAllText(Repository.Template))![
        "Resources"
    ]!.AsObject();

    private static readonly Assembly s_functions = typeof(Startup).Assembly;

    private static readonly (MethodInfo Method, LambdaFunctionAttribute Attribute)[] s_methods =
    [
        .. from type in s_functions.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LambdaFunctionAttribute>()
        where attribute is not null
        select (method, attribute),
    ];

    internal static IEnumerable<string> MethodNames => s_methods.Select(one => one.Method.Name);

    public static TheoryData<string> Methods => [.. MethodNames];

    [Fact]
    public void Resources_OfTheGeneratorAreExactlyTheMethods() =>
        Assert.Equal(
            s_methods.Select(one => one.Attribute.ResourceName).Order(StringComparer.Ordinal),
            s_resources
                .Where(one => (string?)one.Value!["Metadata"]?["Tool"] == Tool)
                .Select(one => one.Key)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The generator ends the file with its last brace; any other end would come back with each compile.</summary>
    [Fact]
    public void Template_EndsAsTheGeneratorLeavesIt() =>
        Assert.EndsWith("\n}", File.ReadAllText(Repository.Template), StringComparison.Ordinal);

    [Fact]
    public void Functions_AreAllTheGenerators() =>
        Assert.All(
            s_resources.Where(one => (string?)one.Value!["Type"] == "AWS::Serverless::Function"),
            one => Assert.Equal(Tool, (string?)one.Value!["Metadata"]?["Tool"])
        );

    [Fact]
    public void Methods_HaveDifferentNames() =>
        Assert.Equal(s_methods.Length, s_methods.Select(one => one.Method.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Methods))]
    public void Resource_HasTheAttributesValues(string method)
    {
        var (resource, properties, attribute) = Find(method);
        var globals = s_functions.GetCustomAttribute<LambdaGlobalPropertiesAttribute>()!;

        // It knows no conditions, and leaves one where it is.
        Assert.Equal(["Type", "Metadata", "Properties"], resource.Select(member => member.Key).Except(["Condition"]));
        Assert.Equal($$"""{"Tool":"{{Tool}}"}""", resource["Metadata"]!.ToJsonString());
        Assert.Equal(globals.Runtime, (string?)properties["Runtime"]);
        Assert.Equal("src/LambdaOps.Functions", (string?)properties["CodeUri"]);
        // What an attribute does not say, the generator leaves to Globals.
        Assert.Equal(attribute.MemorySize == 0 ? null : (int)attribute.MemorySize, (int?)properties["MemorySize"]);
        Assert.Equal(attribute.Timeout == 0 ? null : (int)attribute.Timeout, (int?)properties["Timeout"]);
        Assert.Equal($$"""{"Fn::GetAtt":["{{attribute.Role![1..]}}","Arn"]}""", properties["Role"]!.ToJsonString());
        Assert.Equal("Zip", (string?)properties["PackageType"]);
        Assert.Equal(s_functions.GetName().Name, (string?)properties["Handler"]);
        Assert.Equal(method, (string?)properties["Environment"]!["Variables"]!["ANNOTATIONS_HANDLER"]);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Properties_StandInTheGeneratorsOrder(string method)
    {
        var (_, properties, _) = Find(method);

        Assert.Equal(s_order, properties.Select(member => member.Key).Where(s_order.Contains));
        Assert.Equal("ANNOTATIONS_HANDLER", properties["Environment"]!["Variables"]!.AsObject().First().Key);
    }

    /// <summary>
    /// A function that sends its next tick to its own queue is a loop to Lambda, which by default stops it after about
    /// sixteen ticks: incidents would be left in the middle, and nobody told.
    /// </summary>
    [Fact]
    public void Functions_ThatTickMayRecurse()
    {
        var ticking = s_resources.Where(one =>
            (string?)one.Value!["Type"] == "AWS::Serverless::Function"
            && one.Value["Properties"]!["Events"]?.AsObject().Any(source => (string?)source.Value!["Type"] == "SQS")
                == true
        );

        Assert.NotEmpty(ticking);
        Assert.All(ticking, one => Assert.Equal("Allow", (string?)one.Value!["Properties"]!["RecursiveLoop"]));
    }

    /// <summary>
    /// What is wrong with LambdaOps itself goes straight to people: our functions may be what fails. And they hear when
    /// it is over.
    /// </summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Trouble_OfEachFunctionGoesStraightToPeople(string method)
    {
        var watched = s_resources
            .Select(one => one.Value!)
            .Where(one =>
                (string?)one["Type"] == "AWS::CloudWatch::Alarm" && (string?)one["Condition"] != "CreatesAlarms"
            )
            .Select(one => one["Properties"]!)
            .SelectMany(alarm => MetricsOf(alarm).Select(metric => (Alarm: alarm, Metric: metric)))
            .Where(one => IsAbout(one.Metric, $"{method}Function", $"{method}Ticks", "DeadLetters"))
            .ToLookup(one => (string)one.Metric["MetricName"]!, one => one.Alarm);

        Assert.Superset(
            s_resources.ContainsKey($"{method}Ticks")
                ? ["Errors", "Throttles", "ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"]
                : new HashSet<string> { "Errors", "Throttles", "ApproximateNumberOfMessagesVisible" },
            watched.Select(one => one.Key).ToHashSet()
        );
        Assert.All(
            watched.SelectMany(one => one),
            alarm =>
            {
                Assert.Equal("""[{"Ref":"L1Topic"}]""", alarm["AlarmActions"]!.ToJsonString());
                Assert.Equal("""[{"Ref":"L1Topic"}]""", alarm["OKActions"]!.ToJsonString());
            }
        );

        static IEnumerable<JsonNode> MetricsOf(JsonNode alarm) =>
            alarm["Metrics"] is JsonArray queries
                ? queries.Select(query => query!["MetricStat"]?["Metric"]).OfType<JsonNode>()
                : [alarm];

        static bool IsAbout(JsonNode alarm, params string[] resources) =>
            alarm["Dimensions"]!
                .AsArray()
                .Any(one =>
                    resources.Contains((string?)one!["Value"]!["Ref"] ?? (string?)one["Value"]!["Fn::GetAtt"]?[0])
                );
    }

    /// <summary>A tick is sent ahead by a quarter of an hour at most, and is not late before.</summary>
    [Fact]
    public void QueueAge_IsNoAlarmForWhatIsSentAhead() =>
        Assert.All(
            s_resources
                .Select(one => one.Value!["Properties"]!)
                .Where(one => (string?)one["MetricName"] == "ApproximateAgeOfOldestMessage"),
            alarm =>
                Assert.InRange(
                    (int)alarm["Threshold"]!,
                    (int)IFollowUps.LongestDelay.TotalSeconds + 60,
                    (int)IFollowUps.LongestDelay.TotalSeconds + 300
                )
        );

    /// <summary>A failed tick of an incident stays hidden for the queue's visibility timeout: the watchdog waits for it.</summary>
    [Fact]
    public void Watchdog_WaitsLongerThanAQueueHides() =>
        Assert.All(
            AllProcedures
                .LoopFunctions.Select(function => s_resources[$"{function}Ticks"]!["Properties"]!)
                .Select(queue => (int)queue["VisibilityTimeout"]!),
            seconds => Assert.True(TimeSpan.FromSeconds(seconds) < Core.Incidents.AwaitedTick.LateAtMost)
        );

    /// <summary>Nobody else would notice that it does not run.</summary>
    [Fact]
    public void Watchdog_IsMissed()
    {
        var alarm = s_resources["WatchMissedAlarm"]!["Properties"]!;

        Assert.Equal(
            ("Invocations", "LessThanThreshold", "breaching", 900),
            (
                (string?)alarm["MetricName"],
                (string?)alarm["ComparisonOperator"],
                (string?)alarm["TreatMissingData"],
                (int)alarm["Period"]! * (int)alarm["EvaluationPeriods"]!
            )
        );
    }

    /// <summary>Exactly on time, with retries, and what fails for good is kept for people.</summary>
    [Fact]
    public void Schedules_AreExactAndKeepWhatFailed() =>
        Assert.All(
            s_resources.Where(one => (string?)one.Value!["Type"] == "AWS::Scheduler::Schedule"),
            one =>
            {
                var properties = one.Value!["Properties"]!;
                Assert.Equal("OFF", (string?)properties["FlexibleTimeWindow"]!["Mode"]);
                Assert.InRange((int)properties["Target"]!["RetryPolicy"]!["MaximumRetryAttempts"]!, 1, 185);
                Assert.NotNull(properties["Target"]!["DeadLetterConfig"]!["Arn"]);
            }
        );

    /// <summary>The generator would write its own sentence there, unless the project suppresses it.</summary>
    [Fact]
    public void Description_StaysOurs() =>
        Assert.Contains(
            "<AWSSuppressLambdaAnnotationsTelemetry>true</AWSSuppressLambdaAnnotationsTelemetry>",
            File.ReadAllText(Path.Combine(Repository.Root, "src/LambdaOps.Functions/LambdaOps.Functions.csproj")),
            StringComparison.Ordinal
        );

    [Theory]
    [MemberData(nameof(Methods))]
    public void Variables_AreThoseThatTheFunctionReads(string method)
    {
        var settings = File.ReadAllText(
            Path.Combine(Repository.Root, "src/LambdaOps.Aws/Invocations/FunctionSettings.cs")
        );
        var shared = JsonNode.Parse(File.ReadAllText(Repository.Template))!["Globals"]!["Function"]!;
        var variables = new[] { shared, Find(method).Properties }
            .SelectMany(one => one["Environment"]!["Variables"]!.AsObject().Select(variable => variable.Key))
            .Where(name => name.StartsWith("LAMBDAOPS_", StringComparison.Ordinal))
            .ToList();
        var read = settings
            .Split('"')
            .Where(word => word.StartsWith("LAMBDAOPS_", StringComparison.Ordinal))
            // What has no queue need not know its name.
            .Where(word => s_resources.ContainsKey($"{method}Ticks") || word is not "LAMBDAOPS_FUNCTION");

        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), variables.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// The generator looks for the file below the project, dotnet lambda in the folder it is called from.
    /// </summary>
    [Theory]
    [InlineData("aws-lambda-tools-defaults.json")]
    [InlineData("src/LambdaOps.Functions/aws-lambda-tools-defaults.json")]
    public void ToolDefaults_NameTheTemplate(string file)
    {
        var path = Path.Combine(Repository.Root, file);
        var defaults = JsonNode.Parse(File.ReadAllText(path))!;

        Assert.Equal(
            Repository.Template,
            Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, (string)defaults["template"]!))
        );
    }

    [Fact]
    public void ToolDefaults_FitTheTemplate()
    {
        var defaults = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "aws-lambda-tools-defaults.json"))
        )!;
        var template = JsonNode.Parse(File.ReadAllText(Repository.Template))!;
        var estate = JsonNode.Parse(File.ReadAllText(Repository.Estate))!;

        Assert.Equal((string?)estate["region"], (string?)defaults["region"]);
        Assert.Contains(
            (string)defaults["function-name"]!,
            s_methods.Select(one => $"{defaults["stack-name"]}-{one.Method.Name}")
        );
        foreach (var pair in ((string?)defaults["template-parameters"])?.Split(';') ?? [])
        {
            var parts = pair.Replace("\"", "", StringComparison.Ordinal).Split('=');
            var parameter = template["Parameters"]![parts[0]];
            Assert.NotNull(parameter);
            Assert.Contains(parts[1], parameter["AllowedValues"]!.AsArray().Select(value => (string)value!));
        }
    }

    /// <summary>
    /// dotnet lambda builds by the settings in CodeUri's folder, not by those in the folder that it is called from, and
    /// takes the machine from the function's own Architectures, which it reads as they stand.
    /// </summary>
    [Fact]
    public void ToolDefaults_ThatBuildStandBesideTheCode()
    {
        var build = JsonNode
            .Parse(
                File.ReadAllText(
                    Path.Combine(Repository.Root, "src/LambdaOps.Functions/aws-lambda-tools-defaults.json")
                )
            )!
            .AsObject();
        var root = JsonNode
            .Parse(File.ReadAllText(Path.Combine(Repository.Root, "aws-lambda-tools-defaults.json")))!
            .AsObject();

        Assert.Equal($"net{Environment.Version.Major}.{Environment.Version.Minor}", (string?)build["framework"]);
        Assert.Equal("Release", (string?)build["configuration"]);
        Assert.All(
            s_methods,
            one =>
                Assert.Equal(
                    [(string)build["function-architecture"]!],
                    Find(one.Method.Name).Properties["Architectures"]!.AsArray().Select(each => (string?)each)
                )
        );
        Assert.All(
            ["framework", "configuration", "msbuild-parameters", "function-architecture"],
            setting => Assert.False(root.ContainsKey(setting), $"{setting} has no effect there")
        );
    }

    private static (JsonObject Resource, JsonObject Properties, LambdaFunctionAttribute Attribute) Find(string method)
    {
        var attribute = s_methods.Single(one => one.Method.Name == method).Attribute;
        var resource = s_resources[attribute.ResourceName]!.AsObject();
        return (resource, resource["Properties"]!.AsObject(), attribute);
    }
}
