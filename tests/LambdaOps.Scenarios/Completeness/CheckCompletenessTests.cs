using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Cli.EstateTemplates;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios.Completeness;

/// <summary>
/// What a check has to have beside its class. Each clause names the check, look or change, what is missing, and where it
/// goes.
/// </summary>
public class CheckCompletenessTests
{
    /// <summary>Good and bad findings, evidence that is missing, someone who interferes.</summary>
    private const int LeastDrills = 4;

    private static readonly Estate s_estate = DrillEstate.Read(Repository.Estate).Estate;

    public static TheoryData<string> Checks => [.. AllProcedures.Checks.Select(check => check.Name.Value)];

    public static TheoryData<string> Changes => [.. EveryChange.OfChecks.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Check_StandsInAFolderOfItsName(string name)
    {
        var (check, capital) = (Check(name), new ProcedureName(name).Capitalised);

        Assert.Equal($"{capital}Procedure", check.GetType().Name);
        Assert.True(
            File.Exists(
                Path.Combine(Repository.Root, "src/LambdaOps.Core/Procedures", capital, $"{capital}Procedure.cs")
            ),
            $"{capital}Procedure.cs has to stand in Core/Procedures/{capital}"
        );
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Check_IsRehearsedWithGoodAndBadFindings(string name)
    {
        var reports = AllDrills
            .All.Where(drill => drill.Check?.Value == name)
            .Select(drill => drill.On(s_estate))
            .Where(scene => scene.Missing is null)
            .Select(scene => scene.Reports)
            .ToList();

        Assert.True(reports.Count >= LeastDrills, $"{name} has {reports.Count} drills, expected {LeastDrills}");
        Assert.Contains(reports, runs => runs.Any(run => run.Worst == FindingLevel.Fine));
        Assert.Contains(reports, runs => runs.Any(run => run.Worst is FindingLevel.Warning or FindingLevel.Danger));
        Assert.Contains(reports, runs => runs.Any(run => run.Worst == FindingLevel.Missing));
    }

    /// <summary>Its role may look and change as its looks and changes say, and no more.</summary>
    [Theory]
    [MemberData(nameof(Checks))]
    public void Check_IsGrantedWhatItsLooksAndChangesNeed(string name)
    {
        var check = Check(name);
        var grants = EstateGrants.Of(check, s_estate);
        var looks = check
            .Looks.SelectMany(EveryLook.UsualPermissions)
            .Concat(check.StoresReports ? EstateGrants.StoringReports : [])
            .ToHashSet();

        Assert.Equal(Sorted(looks), Sorted(grants.Look.SelectMany(grant => grant.Actions)));
        Assert.Equal(
            Sorted(check.Changes.SelectMany(kind => kind.Permissions).Except(looks)),
            Sorted(grants.Change.SelectMany(grant => grant.Actions))
        );
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Check_IsLookedAtOnAws(string name)
    {
        await using var account = await WiredAccount.StartAsync();
        var answered = account.Resources().Observer().Looks.ToHashSet();

        Assert.All(
            Check(name).Looks,
            look =>
                Assert.True(
                    answered.Contains(look),
                    $"AWS is not asked for the look at {look}: add its calls to Aws/Resources/<Kind>OnAws.cs"
                )
        );
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_HasAPlaceANameACheckACallAndADrill(string name)
    {
        var type = EveryChange.OfChecks.Single(one => one.Name == name);
        var kind = (ChangeKind)
            typeof(ChangeKind).GetProperty(name, BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
        var folder = Path.Combine(Repository.Root, "src", "LambdaOps.Core", "Resources");
        var found = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), $@"\bsealed record {name}\("))
            .Select(file => Path.GetDirectoryName(Path.GetRelativePath(folder, file)));
        await using var account = await WiredAccount.StartAsync();

        Assert.Equal(kind.Resource, Assert.Single(found));
        Assert.Contains(kind, Change.KindsOfChecks);
        Assert.DoesNotContain(kind, Change.Kinds);
        Assert.Contains(
            typeof(Change).GetCustomAttributes<JsonDerivedTypeAttribute>(),
            one => one.DerivedType == type && Equals(one.TypeDiscriminator, kind.Name)
        );
        Assert.Contains(AllProcedures.Checks, check => check.Changes.Contains(kind));
        Assert.Contains(kind, account.Resources().Actuator().Kinds);
        Assert.Contains(
            AllDrills.All.Where(drill => drill.Check is not null).Select(drill => drill.On(s_estate)),
            scene =>
                scene.Missing is null
                && scene.Reports.Any(run =>
                    run.Changes.Any(made => made.StartsWith($"{kind.Name} ", StringComparison.Ordinal))
                )
        );
    }

    private static Check Check(string name) => AllProcedures.FindCheck(new ProcedureName(name))!;

    private static List<string> Sorted(IEnumerable<string> actions) =>
        [.. actions.Distinct().Order(StringComparer.Ordinal)];
}
