using LambdaOps.Account.Lambda;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the maintenance page that an operator asks for.</summary>
public static class MaintenancePageDrills
{
    private static readonly string[] s_upAndDown =
    [
        nameof(Change.SavePage),
        nameof(Change.PublishMaintenancePage),
        nameof(Change.InvalidateSite),
        nameof(Change.RestorePage),
        nameof(Change.InvalidateSite),
    ];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("page-up-and-down", "An operator puts the maintenance page up, twice, and takes it down, twice.") with
        {
            Script = stage => UpAndDown(stage, after: 1),
            Expect = _ => Expected,
            AtLeast = _ => TimeSpan.FromMinutes(11),
        },
        Of("page-killed-everywhere", "The same, and the function dies after each of its writes once.") with
        {
            GivesUp = true,
            Script = stage => UpAndDown(stage.DieAround(KillMoment.After), after: 8),
            Expect = _ => Expected with { Deaths = 8 },
            AtLeast = _ => TimeSpan.FromMinutes(90),
            Limit = _ => TimeSpan.FromHours(3),
        },
    ];

    private static DrillExpectation Expected =>
        new(IncidentStatus.Resolved, s_upAndDown)
        {
            Pages = ["page", "maintenance", "page"],
            Record = "the maintenance page is up already",
        };

    private static void UpAndDown(DrillStage stage, int after)
    {
        var site = stage.Scene.Site!.Id.Value;
        stage
            .Ask(0, site, "up")
            .Ask(120 * after, site, "up")
            .Ask(300 * after, site, "down")
            .Ask(420 * after, site, "down")
            .Ask(540 * after, site, "status");
    }

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = MaintenancePageProcedure.ProcedureName,
            Needs = [Needs.SiteRemedy],
            Script = _ => { },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        };
}
