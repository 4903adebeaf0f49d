using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Campaigns;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios.Completeness;

/// <summary>
/// What a change has to have beside its case in Core. Growing is the point of changes, and what one of them lacks would
/// otherwise show on the night on which it is needed: each clause names the change and what is missing.
/// </summary>
public class ChangeCompletenessTests
{
    /// <summary>So many that each procedure comes to each of its changes.</summary>
    private const int Runs = 300;

    private static readonly Lazy<Tally> s_tally = new(() =>
        Campaign.Run(new CampaignOptions(4_200_000), Runs, parallel: 2).Tally
    );

    private static readonly Incident s_incident = Incident.Open(
        new TargetId("api-service"),
        ServiceUnavailableProcedure.ProcedureName,
        Severity.P2,
        Mode.Act,
        alarm: null,
        "a person",
        lastGood: null,
        new DateTimeOffset(2026, 1, 15, 3, 15, 0, TimeSpan.Zero)
    );

    public static TheoryData<string> Changes => EveryChange.Names;

    public static TheoryData<string> Procedures =>
        [.. AllProcedures.Remedies.Select(procedure => procedure.Name.Value)];

    public static TheoryData<string> AllNames => [.. AllProcedures.All.Select(procedure => procedure.Name.Value)];

    [Fact]
    public void Cases_AreFound() => Assert.Contains(typeof(Change.ForceNewDeployment), EveryChange.Cases);

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_StandsInTheFolderOfOneResource(string name)
    {
        var folder = Path.Combine(Repository.Root, "src", "LambdaOps.Core", "Resources");
        var found = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), $@"\bsealed record {name}\("))
            .Select(file => Path.GetRelativePath(folder, file))
            .ToList();

        Assert.Equal(EveryChange.Sample(name).Kind.Resource, Path.GetDirectoryName(Assert.Single(found)));
    }

    /// <summary>Estates and records name it the same way, and a record is read again by that name.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_IsWrittenInRecordsByItsName(string name)
    {
        var change = EveryChange.Sample(name);
        var named = typeof(Change)
            .GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Where(one => one.DerivedType == change.GetType())
            .Select(one => one.TypeDiscriminator);

        Assert.Equal(change.Kind.Name, Assert.Single(named));
        Assert.Equal(change, JsonSerializer.Deserialize<Change>(JsonSerializer.Serialize(change)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_MayBeNamedUnderAskFirst(string name)
    {
        var kind = EveryChange.Sample(name).Kind;

        Assert.Contains(kind, Change.Kinds);
        Assert.All(AskFirst(), names => Assert.Contains(kind.Name, names));
    }

    [Fact]
    public void AskFirst_NamesNothingElse()
    {
        Assert.Equal(EveryChange.Cases.Count, Change.Kinds.Length);
        Assert.All(
            AskFirst(),
            names =>
                Assert.Equal(
                    Change.Kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal),
                    names.Order(StringComparer.Ordinal)
                )
        );
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_HasATextInEveryLanguage(string name)
    {
        var change = EveryChange.Sample(name);
        var place = new NoticePlace("shop", "123456789012", "ap-northeast-1", "Asia/Tokyo");
        var languages = typeof(NoticeTexts)
            .Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith("notices.", StringComparison.Ordinal))
            .ToList();

        Assert.True(languages.Count >= 2);
        Assert.All(
            languages,
            language =>
            {
                using var stream = typeof(NoticeTexts).Assembly.GetManifestResourceStream(language)!;
                using var reader = new StreamReader(stream);
                var texts = NoticeTexts.Parse(reader.ReadToEnd());
                var written = new NoticeWriter(texts, texts, place).Acted(
                    s_incident,
                    new Intent(change, s_incident.OpenedAt, "because")
                );

                Assert.Contains("api-service", written.Title, StringComparison.Ordinal);
            }
        );
    }

    /// <summary>AWS gets one call, which needs what the kind says, and that is what the procedures' roles get.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_IsOneCallThatNeedsItsKindsPermissions(string name)
    {
        await using var account = await WiredAccount.StartAsync();
        var change = EveryChange.Sample(name);
        if (change is Change.ShiftWeights shift)
        {
            account.Change(world => world.Fleet.Services[0].Routes.Weigh(WeightsAt(shift.From)));
        }

        await account.ActAsync(change);

        // A definition that no look has read yet is read first, and a rule always: nothing else protects others' writes.
        // What S3 does not take along with a copy is read with the page.
        var call = Assert.Single(
            account.World.Calls,
            one =>
                one.Caller == WiredAccount.Caller
                && one.Operation is not ("DescribeTaskDefinition" or "DescribeRules" or "HeadObject")
        );
        var needs = new RoleCheck(Stack.Read(WiredAccount.Text("serverless.template"), new StackOptions())).NeedsOf(
            new ServiceCall(call.Service, call.Operation, JsonNode.Parse(call.Input)!.AsObject(), call.At, call.Caller)
        );
        Assert.Equal(
            change.Kind.Permissions,
            needs.Select(need => need.Action).Distinct().Order(StringComparer.Ordinal)
        );
    }

    private static Dictionary<string, int> WeightsAt(int percent) =>
        new() { [WiredAccount.Service.TargetGroupArn] = percent, [WiredAccount.OtherGroup] = 100 - percent };

    /// <summary>A role may write what its procedure's changes need, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(AllNames))]
    public void Procedure_IsGrantedWhatItsChangesNeed(string name)
    {
        var procedure = AllProcedures.All.Single(one => one.Name.Value == name);
        var grants = EstateGrants.Of(procedure, WiredAccount.Estate);

        // What a copy reads is granted to the look that reads it, too.
        var needed = procedure.Changes.SelectMany(kind => kind.Permissions).ToHashSet();
        string[] read = ["dynamodb:GetItem", "dynamodb:Scan", "s3:GetObject"];

        Assert.Equal(
            needed,
            ActionsOf(grants.Change).Concat(ActionsOf(grants.Look).Intersect(read).Intersect(needed)).ToHashSet()
        );

        static IEnumerable<string> ActionsOf(IEnumerable<Grant> grants) => grants.SelectMany(grant => grant.Actions);
    }

    /// <summary>What a procedure says that it may change is what it decides on.</summary>
    [Theory]
    [MemberData(nameof(Procedures))]
    public void Procedure_DecidesOnTheChangesThatItNames(string name) =>
        Assert.Equal(
            Procedure(name).Changes.Select(kind => kind.Name).Order(StringComparer.Ordinal),
            EveryChange
                .Cases.Where(one => s_tally.Value.Of("change", $"{name} {one.Name}") > 0)
                .Select(one => EveryChange.Sample(one.Name).Kind.Name)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_IsMadeByAProcedure(string name) =>
        Assert.Contains(AllProcedures.Remedies, procedure => procedure.Changes.Contains(EveryChange.Sample(name).Kind));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_HasAnEffectInCampaigns(string name) =>
        Assert.True(s_tally.Value.Of("action", $"{name} Done") > 0, $"no campaign made a {name}");

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_IsRehearsed(string name)
    {
        var estate = DrillEstate.Read(Repository.Estate).Estate;

        Assert.Contains(
            AllDrills.All.Select(drill => drill.On(estate)),
            scene => scene.Missing is null && scene.Expect.Actions.Any(made => made.TrimEnd('+', '?') == name)
        );
    }

    private static Remedy Procedure(string name) => AllProcedures.Find(new ProcedureName(name))!;

    private static List<string[]> AskFirst()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "estate.schema.json")))!;
        var found = Below(schema)
            .OfType<JsonObject>()
            .Select(one => one["askFirst"]?["items"]?["enum"])
            .OfType<JsonArray>()
            .Select(names => names.Select(name => (string)name!).ToArray())
            .ToList();
        Assert.Equal(AllProcedures.Remedies.Length, found.Count);
        return found;
    }

    private static IEnumerable<JsonNode> Below(JsonNode node) =>
        (
            node switch
            {
                JsonObject members => members.Select(member => member.Value),
                JsonArray items => items,
                _ => [],
            }
        )
            .OfType<JsonNode>()
            .SelectMany(Below)
            .Prepend(node);
}
