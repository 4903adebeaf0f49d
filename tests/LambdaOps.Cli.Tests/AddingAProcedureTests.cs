using System.Collections.Immutable;
using System.Text.Json.Nodes;
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
/// are, in a function that there is, gets its permissions, its alarms' rule, its schema and its row from these alone.
/// </summary>
public class AddingAProcedureTests
{
    private static readonly ImmutableArray<Remedy> s_procedures = [.. AllProcedures.Remedies, new Tiny()];

    private static readonly Estate s_plain = DrillEstate.Read(Repository.Estate).Estate;

    private static readonly Estate s_estate = s_plain with
    {
        Services =
        [
            s_plain.Services[0] with
            {
                Settings = s_plain
                    .Services[0]
                    .Settings.With(new Setting<TinyPolicy>(Mode.Observe, TinyPolicy.Read(PolicyReader.Defaults))),
            },
            .. s_plain.Services.Skip(1),
        ],
        Alarms =
        [
            .. s_plain.Alarms,
            new AlarmRule(new AlarmMatch.ByName("tiny-alarm"), s_plain.Services[0].Id, Tiny.ProcedureName, Severity.P3),
        ],
    };

    [Fact]
    public void Function_MayDoWhatItLooksAtAndChanges()
    {
        var before = Resources(EstateTemplate.Write(Text("serverless.template"), s_plain).Text);
        var after = Resources(EstateTemplate.Write(Text("serverless.template"), s_estate, s_procedures).Text);

        Assert.Equal(before.Select(one => one.Key), after.Select(one => one.Key));
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
            "| a test | does little | done | [Tiny](src/LambdaOps.Core/Procedures/Tiny/TinyProcedure.cs) |",
            ProcedureTable.Write(Text("README.md"), [.. s_procedures]).Text,
            StringComparison.Ordinal
        );

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static JsonObject Resources(string template) => (JsonObject)JsonNode.Parse(template)!["Resources"]!;

    private sealed record TinyPolicy(TimeSpan CheckEvery, TimeSpan BlindAtMost) : IRemedyPolicy<TinyPolicy>
    {
        public TimeSpan Cooldown => TimeSpan.Zero;

        public TimeSpan WatchFor => TimeSpan.Zero;

        public TimeSpan? NotifyWithin => null;

        public static TinyPolicy Read(PolicyReader reader) =>
            new(
                reader.Seconds("checkEverySeconds", 1, 900, 30, "Seconds between looks of a test."),
                reader.Seconds("blindAtMostSeconds", 1, PolicyReader.Day, 300, "Seconds without a look.")
            );
    }

    private sealed class Tiny : Remedy<OperatedService, TinyPolicy, ServiceState>
    {
        public static ProcedureName ProcedureName { get; } = new("tiny");

        public override ProcedureName Name => ProcedureName;

        public override FunctionName Function => new("MaintenancePage");

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
