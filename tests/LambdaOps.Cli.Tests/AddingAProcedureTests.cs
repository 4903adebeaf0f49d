using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

/// <summary>
/// What a new procedure costs: its class and a line in the registration. A tiny one, of a look and a change that there
/// are, gets its settings from the estate file, its permissions, its alarms' rule, its schema, its row, section and
/// diagram from these alone; and its function, where that is a new one.
/// </summary>
public class AddingAProcedureTests
{
    private static readonly Tiny s_tiny = new("MaintenancePage");

    private static readonly ImmutableArray<Procedure> s_procedures = [.. AllProcedures.All, s_tiny];

    private static readonly Estate s_plain = DrillEstate.Read(Repository.Estate).Estate;

    private static readonly Estate s_estate = (
        (EstateReading.Valid)EstateReader.Read(EstateFile(), s_procedures)
    ).Estate;

    public static TheoryData<string> Functions => [.. AllProcedures.Functions.Select(function => function.Value)];

    [Fact]
    public void EstateFile_MaySetIt()
    {
        var setting = s_estate.Services[0].Settings.Of<TinyPolicy>()!;

        Assert.Equal((Mode.Act, TimeSpan.FromSeconds(7)), (setting.Mode, setting.Policy.CheckEvery));
        Assert.Equal(TimeSpan.FromSeconds(300), setting.Policy.BlindAtMost);
        Assert.Equal(s_tiny.Name, s_estate.Alarms[^1].Remedy);
        Assert.Contains(
            Assert.IsType<EstateReading.Invalid>(EstateReader.Read(EstateFile())).Errors,
            error => error.Path == "$.services[0].remedies.tiny"
        );
    }

    [Fact]
    public void Function_MayDoWhatItLooksAtAndChanges()
    {
        var before = Resources(EstateTemplate.Write(Text("serverless.template"), s_plain).Text);
        var after = Resources(EstateTemplate.Write(Text("serverless.template"), s_estate, s_procedures).Text);

        Assert.Equal(
            ["MaintenancePageAlarmTopic", "MaintenancePageAlarmsMayInvoke"],
            after.Select(one => one.Key).Except(before.Select(one => one.Key))
        );
        var (had, has) = (Policies(before), Policies(after));
        Assert.All(
            (string[])["ecs:UpdateService", "ecs:DescribeServices"],
            action =>
            {
                Assert.DoesNotContain(action, had, StringComparison.Ordinal);
                Assert.Contains(action, has, StringComparison.Ordinal);
            }
        );
        Assert.Contains("s3:PutObject", has, StringComparison.Ordinal);
        Assert.DoesNotContain("application-autoscaling:RegisterScalableTarget", has, StringComparison.Ordinal);

        static string Policies(JsonObject resources) =>
            resources["MaintenancePageRole"]!["Properties"]!["Policies"]!.ToJsonString();
    }

    [Fact]
    public void Alarms_ReachItsFunction() =>
        Assert.Contains(
            "tiny-alarm",
            Resources(EstateTemplate.Write(Text("serverless.template"), s_estate, s_procedures).Text)[
                "MaintenancePageFunction"
            ]!["Properties"]!["Events"]!.ToJsonString(),
            StringComparison.Ordinal
        );

    /// <summary>A function of its own is one like the others, with its own policies and rule.</summary>
    [Fact]
    public void NewFunction_IsWrittenWhole()
    {
        ImmutableArray<Procedure> procedures = [.. AllProcedures.All, new Tiny("Tiny")];
        var written = EstateTemplate.Write(Text("serverless.template"), s_estate, procedures).Text;
        var (before, after) = (Resources(Text("serverless.template")), Resources(written));

        var added = after.Select(one => one.Key).Except(before.Select(one => one.Key)).ToList();
        string[] expected =
        [
            "TinyAlarmTopic",
            "TinyTicks",
            "TinyLogs",
            "TinyRole",
            "TinyFunction",
            "TinyFailuresAlarm",
            "TinyQueueAgeAlarm",
            "TinyAlarmsMayInvoke",
        ];
        Assert.Equal(expected, added);
        Assert.All(
            expected.Where(name => name is not ("TinyRole" or "TinyFunction")),
            name =>
                Assert.Equal(
                    before[name.Replace("Tiny", "Latency", StringComparison.Ordinal)]!
                        .ToJsonString()
                        .Replace("Latency", "Tiny", StringComparison.Ordinal),
                    after[name]!.ToJsonString()
                )
        );
        Assert.Empty(EstateTemplate.Write(written, s_estate, procedures).Changed);
        var stack = Stack.Read(written, new StackOptions { Region = s_estate.Region });
        var function = stack.Function("TinyFunction");
        Assert.EndsWith("-Tiny-ticks", Assert.Single(function.QueueSources).QueueArn, StringComparison.Ordinal);
        Assert.Equal("Tiny", function.Environment["LAMBDAOPS_FUNCTION"]);
        Assert.Contains(stack.Rules, rule => rule.Targets.Any(target => target.Arn == function.Arn));
        Assert.Contains("ecs:DescribeServices", after["TinyRole"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"TinyTicks\"", after["LoopPolicy"]!.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// What sync writes of a function is what stands there, byte for byte; but for descriptions, which people wrote, and
    /// a timeout, which the next build takes from the class.
    /// </summary>
    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_IsWrittenAgainAsItStands(string function)
    {
        var whole = Text("serverless.template");
        var without = new TemplateText(whole);
        foreach (var (name, _) in Resources(whole))
        {
            if (name.StartsWith(function, StringComparison.Ordinal))
            {
                without.Remove($"Resources/{name}");
            }
        }

        var written = EstateTemplate.Write(without.ToString(), s_plain).Text;

        Assert.NotEqual(whole, without.ToString());
        Assert.Equal(OfSync(whole), OfSync(written));

        static string OfSync(string template) =>
            string.Join(
                '\n',
                template
                    .Split('\n')
                    .Where(line =>
                        !line.Contains("Description\": ", StringComparison.Ordinal)
                        && line != "        \"Timeout\": 60,"
                    )
            );
    }

    [Fact]
    public void Schema_HasItsNumbers()
    {
        var schema = JsonNode.Parse(EstateSchema.Write(Text("estate.schema.json"), s_procedures).Text)!;
        var setting = schema["properties"]!["services"]!["items"]!["properties"]!["remedies"]!["properties"]!["tiny"]!;
        var number = setting["properties"]!["policy"]!["properties"]!["checkEverySeconds"]!;

        Assert.Equal("a test: does little.", (string)setting["description"]!);
        Assert.Equal((1, 900, 30), ((int)number["minimum"]!, (int)number["maximum"]!, (int)number["default"]!));
        Assert.Equal("Seconds between looks of a test. Default 30.", (string)number["description"]!);
    }

    [Fact]
    public void Readme_HasItsRow() =>
        Assert.Contains(
            "| a test | does little | done | – | [Tiny](src/LambdaOps.Core/Procedures/Tiny/TinyProcedure.cs) |",
            ProcedureTable.Write(Text("README.md"), s_procedures).Text,
            StringComparison.Ordinal
        );

    /// <summary>A section with its diagram is added once; describe shows it, with what else the code says.</summary>
    [Fact]
    public void Procedures_HaveItsDiagramAndDescribeShowsIt()
    {
        (string, string)[] ways = [("", "tiny watching"), ("latency scaling", "latency calm"), ("tiny watching", "")];
        var before = Text(Diagrams.Path);
        var written = Diagrams.Write(before, [s_tiny], ways);
        var diagram = """
            ```mermaid
            stateDiagram-v2
                [*] --> watching
                watching --> [*]
            ```
            """;

        Assert.StartsWith(before, written.Text, StringComparison.Ordinal);
        Assert.Empty(Diagrams.Write(written.Text, [s_tiny], ways).Changed);
        var shown = ProcedureText.Of(s_tiny, s_estate, written.Text);
        Assert.StartsWith("## A test (`tiny`)\n", shown, StringComparison.Ordinal);
        Assert.All(
            (string[])
                [
                    diagram,
                    "  may change                 forceNewDeployment\n",
                    "  checkEverySeconds          30 (1 to 900). Seconds between looks of a test.\n",
                    "  ecs:UpdateService\n",
                ],
            part => Assert.Contains(part, shown, StringComparison.Ordinal)
        );
    }

    /// <summary>The checkout's estate, in which the first service names it and an alarm starts it.</summary>
    private static string EstateFile()
    {
        var estate = JsonNode.Parse(File.ReadAllText(Repository.Estate))!;
        estate["services"]![0]!["remedies"]!["tiny"] = new JsonObject
        {
            ["mode"] = "act",
            ["policy"] = new JsonObject { ["checkEverySeconds"] = 7 },
        };
        var rule = estate["alarms"]![0]!.DeepClone().AsObject();
        rule["name"] = "tiny-alarm";
        rule["remedy"] = "tiny";
        estate["alarms"]!.AsArray().Add((JsonNode)rule);
        return estate.ToJsonString();
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static JsonObject Resources(string template) => (JsonObject)JsonNode.Parse(template)!["Resources"]!;

    private sealed record TinyPolicy(TimeSpan CheckEvery, TimeSpan BlindAtMost) : IRemedyPolicy<TinyPolicy>
    {
        public TimeSpan Cooldown => TimeSpan.Zero;

        public TimeSpan WatchFor => TimeSpan.Zero;

        public TimeSpan NotifyWithin => BlindAtMost;

        public static TinyPolicy Read(PolicyReader reader) =>
            new(
                reader.Seconds("checkEverySeconds", 1, 900, 30, "Seconds between looks of a test."),
                reader.Seconds("blindAtMostSeconds", 1, PolicyReader.Day, 300, "Seconds without a look.")
            );
    }

    private sealed class Tiny(string function) : Remedy<OperatedService, TinyPolicy, ServiceState>
    {
        public static ProcedureName ProcedureName { get; } = new("tiny");

        public override ProcedureName Name => ProcedureName;

        public override FunctionName Function => new(function);

        public override Paragraph Paragraph => new("a test", "does little", "done");

        public override ImmutableArray<Look> Looks => [ServiceLooks.State];

        public override ImmutableArray<ChangeKind> Changes => [ChangeKind.ForceNewDeployment];

        protected override Severity HandOffAt => Severity.P3;

        protected override NextStep Next => NextStep.Causes;

        protected override ServiceState? See(Incident incident, Evidence seen, OperatedService target) =>
            (seen.Service as Fact<ServiceState>.Known)?.Value;

        protected override Decision OnSight(
            Incident incident,
            ServiceState sight,
            OperatedService target,
            TinyPolicy policy,
            DateTimeOffset now
        ) => Attend(policy, $"{sight}");
    }
}
