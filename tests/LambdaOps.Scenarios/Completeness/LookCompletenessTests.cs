using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Campaigns.Ports;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios.Completeness;

/// <summary>
/// What a look has to have beside its value in Core, as <see cref="ChangeCompletenessTests"/> has it of changes. Each clause names
/// the look, what is missing, and where it goes.
/// </summary>
public class LookCompletenessTests
{
    private static readonly Dictionary<string, Lazy<Task<IReadOnlyList<CallRecord>>>> s_drilled =
        AllDrills.All.ToDictionary(
            drill => drill.Name,
            drill => new Lazy<Task<IReadOnlyList<CallRecord>>>(() => CallsOfAsync(drill))
        );

    public static TheoryData<string> Looks => EveryLook.Names;

    public static TheoryData<string> LooksOfRemedies => EveryLook.NamesOfRemedies;

    [Fact]
    public void Looks_AreFoundAndEachHasANameOfItsOwn()
    {
        Assert.Contains(EveryLook.All, one => one.Look == ServiceLooks.State);
        Assert.All(
            EveryLook.All.GroupBy(one => one.Look.Name),
            same =>
                Assert.True(
                    same.Count() == 1,
                    $"'{same.Key}' is the name of {string.Join(" and ", same.Select(one => Place(one.Property)))}"
                )
        );
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public void Look_StandsInTheFolderOfOneResource(string name)
    {
        var property = EveryLook.All.First(one => one.Look.Name == name).Property;
        var folder = Path.Combine(Repository.Root, "src", "LambdaOps.Core", "Resources");
        var found = Directory
            .EnumerateFiles(folder, $"{property.DeclaringType!.Name}.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), $@"\bLook<\w+> {property.Name}\b"))
            .Select(file => Path.GetRelativePath(folder, file))
            .ToList();

        Assert.True(
            found is [var only] && Path.GetDirectoryName(only) is { Length: > 0 },
            $"the look at {name} ({Place(property)}) has to stand in Core/Resources/<Kind>/<Kind>Looks.cs, and stands in "
                + $"[{string.Join(", ", found)}]"
        );
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public void Look_IsUsedByAProcedure(string name) =>
        Assert.True(
            AllProcedures.All.Any(procedure => Asks(procedure, EveryLook.Named(name))),
            $"no procedure looks at {name}: name it under Looks or LooksForPeople of one, or delete it"
        );

    /// <summary>What AWS asks for when it gets the look's calls is what the look says, no more and no less.</summary>
    [Theory]
    [MemberData(nameof(LooksOfRemedies))]
    public async Task Look_IsAnsweredOnAwsWithItsPermissions(string name)
    {
        await using var account = await WiredAccount.StartAsync();
        var look = EveryLook.Named(name);
        Assert.True(
            account.Resources().Observer().Looks.Contains(look),
            $"AWS is not asked for the look at {name}: add its calls to Aws/Resources/<Kind>OnAws.cs, and a new kind to "
                + "ResourcesOnAws"
        );

        var calls = await AskAsync(account, look);

        var needs = calls.SelectMany(NeedsOf).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(
            needs.SequenceEqual(EveryLook.UsualPermissions(look).Order(StringComparer.Ordinal)),
            $"the look at {name} takes [{string.Join(", ", needs)}], and its value in Core says "
                + $"[{string.Join(", ", look.Permissions)}]"
        );
    }

    [Theory]
    [MemberData(nameof(LooksOfRemedies))]
    public void Look_IsAnsweredInCampaigns(string name) =>
        Assert.True(
            CampaignObserver.Looks.Contains(EveryLook.Named(name)),
            $"campaigns have no answer to the look at {name}: add it to Campaigns/Resources/<Kind>InCampaign.cs, and a "
                + "new kind to ResourceInCampaign"
        );

    /// <summary>Each procedure that has the look may make its calls: its role's statements follow from the look.</summary>
    [Theory]
    [MemberData(nameof(Looks))]
    public void Look_IsAllowedToItsProcedures(string name)
    {
        var look = EveryLook.Named(name);
        Assert.All(
            AllProcedures.All.Where(procedure => Asks(procedure, look)),
            procedure =>
            {
                var granted = EstateGrants
                    .Of(procedure, WiredAccount.Estate)
                    .Look.SelectMany(grant => grant.Actions)
                    .ToHashSet();
                Assert.True(
                    granted.IsSupersetOf(EveryLook.UsualPermissions(look)),
                    $"{procedure.Name} is not granted [{string.Join(", ", look.Permissions.Except(granted))}] for the "
                        + $"look at {name}: see Cli/EstateTemplates/GrantTable.cs"
                );
            }
        );
    }

    /// <summary>
    /// A drill plays it: of a procedure that has it, on an estate where it has something to ask, and with its very
    /// calls among those that the functions made.
    /// </summary>
    [Theory]
    [MemberData(nameof(LooksOfRemedies))]
    public async Task Look_IsRehearsed(string name)
    {
        await using var account = await WiredAccount.StartAsync();
        var look = EveryLook.Named(name);
        var calls = (await AskAsync(account, look)).Select(ShapeOf).ToHashSet();
        var estate = DrillEstate.Read(Repository.Estate).Estate;
        foreach (var scene in AllDrills.All.Where(drill => drill.Check is null).Select(drill => drill.On(estate)))
        {
            if (
                scene is { Missing: null, Service: not null }
                && AllProcedures.Find(scene.Drill.Remedy) is { } remedy
                && Asks(remedy, look)
                && (await s_drilled[scene.Drill.Name].Value).Select(ShapeOf).ToHashSet().IsSupersetOf(calls)
            )
            {
                return;
            }
        }

        Assert.Fail($"no drill comes to the look at {name}: add one to LambdaOps.Drills");
    }

    private static bool Asks(Procedure procedure, Look look) =>
        procedure.Looks.Contains(look) || procedure.LooksForPeople.Contains(look);

    private static string Place(System.Reflection.PropertyInfo property) =>
        $"{property.DeclaringType!.Name}.{property.Name}";

    /// <summary>Asks the look of the first service, of the first table or of the other region, and gives the calls that it took.</summary>
    private static async Task<List<CallRecord>> AskAsync(WiredAccount account, Look look)
    {
        var now = account.World.Clock.Now;
        account.Change(world => world.ZonalShifts.Enable(WiredAccount.Service.ShiftedLoadBalancer!));
        const string Alarm = "api-service-5xx";
        var fact = await account
            .Resources()
            .Observer()
            .LookAsync(
                look,
                new LookAt(
                    WiredAccount.Estate,
                    (
                        (Resource[])
                            [WiredAccount.Service, WiredAccount.Estate.Tables[0], WiredAccount.Estate.DisasterRecovery!]
                    ).First(look.IsAbout),
                    new IncidentId("one"),
                    new AlarmRef(Alarm, $"arn:aws:cloudwatch:ap-northeast-1:1:alarm:{Alarm}", now),
                    now,
                    now
                )
                {
                    Restore = new RestoreAim(WiredAccount.Estate.Tables[1].Name, now) { IsBegun = true },
                    LastGood = account.World.Fleet.Definitions.ArnOf(account.Fleet.Primary.Definition),
                },
                CancellationToken.None
            );
        Assert.Equal("Known", fact.GetType().Name);
        return [.. account.World.Calls.Where(call => call.Caller == WiredAccount.Caller)];
    }

    private static IEnumerable<string> NeedsOf(CallRecord call) =>
        new RoleCheck(Stack.Read(WiredAccount.Text("serverless.template"), new StackOptions()))
            .NeedsOf(
                new ServiceCall(
                    call.Service,
                    call.Operation,
                    JsonNode.Parse(call.Input)!.AsObject(),
                    call.At,
                    call.Caller
                )
            )
            .Select(need => need.Action);

    /// <summary>What a call asks for, whatever it is about: its operation, its members, and the metrics that it names.</summary>
    private static string ShapeOf(CallRecord call)
    {
        return $"{call.Service} {call.Operation} {string.Join(' ', Members(JsonNode.Parse(call.Input)).Distinct())}";

        static IEnumerable<string> Members(JsonNode? node) =>
            node switch
            {
                JsonObject members => members
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .SelectMany(member =>
                        Members(member.Value)
                            .Prepend(member.Key == "MetricName" ? $"{member.Key}={member.Value}" : member.Key)
                    ),
                JsonArray items => items.SelectMany(Members),
                _ => [],
            };
    }

    private static async Task<IReadOnlyList<CallRecord>> CallsOfAsync(Drill drill)
    {
        var scene = drill.On(DrillEstate.Read(Repository.Estate).Estate);
        await using var host = await SimulationHost.StartAsync(
            new HostOptions(1, Repository.Estate, Act: true, Build: null, Port: null).For(scene)
        );
        await new DrillRunner(host.Simulation, host.Incidents, host.Compiled).RunAsync(scene);
        var functions = host.Simulation.Stack.Functions.Select(function => function.Name).ToHashSet();
        return [.. host.Simulation.World.Calls.Where(call => functions.Contains(call.Caller))];
    }
}
