using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.DatabaseErrors;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Drills;

namespace LambdaOps.Scenarios;

/// <summary>The drills on estates of other shapes: what applies passes, what does not is skipped with its reason.</summary>
public class EstateDrillTests
{
    private const string NoLatency = "bookings_api does not name latency";
    private const string NoOutage = "bookings_api does not name totalOutage";
    private const string NoPage = "no site of the estate names maintenancePage";
    private const string NotTwo = "the estate has 1 service, the drill is about two";

    private const string OneTask =
        "bookings_api has one task normally: a bad revision takes nothing down, or leaves nothing to go back to";

    private static readonly Dictionary<string, (string Drill, string Why)[]> s_skipped = new()
    {
        [Estates.Two] = [.. Without("checkout"), .. InSteps("checkout does not name rollout")],
        [Estates.One] =
        [
            ("bad-deployment", OneTask),
            ("one-zone-unhealthy", OneTask),
            ("shared-alarm-by-series", NoLatency),
            ("overload", NoLatency),
            ("overload-into-the-night", NoLatency),
            ("overload-beyond-ceiling", NoLatency),
            ("overload-second-group", NoLatency),
            ("total-outage-second-group", NoOutage),
            ("throttled-table", NoLatency),
            ("slow-but-idle", NoLatency),
            ("autoscaled", NoLatency),
            ("person-scales", NoLatency),
            ("latency-in-deployment", NoLatency),
            ("latency-killed-everywhere", NoLatency),
            ("total-outage", NoOutage),
            ("total-outage-not-cured", NoOutage),
            ("unversioned-bucket", NoOutage),
            ("page-edited-meanwhile", NoOutage),
            ("total-outage-deep-links", NoOutage),
            ("deep-link-edited-meanwhile", NoOutage),
            ("killed-after-each-write-deep-links", NoOutage),
            ("bucket-failing", NoOutage),
            ("page-encrypted-by-kms", NoOutage),
            ("cloudfront-failing", NoOutage),
            ("cloudfront-busy", NoOutage),
            ("outage-by-deployment", NoOutage),
            ("external-total-outage", NoOutage),
            ("network-balancer-bad-revision", NoOutage),
            ("daemon-total-outage", NoOutage),
            ("killed-after-each-write", NoOutage),
            ("killed-before-each-write", NoOutage),
            ("page-up-and-down", NoPage),
            ("page-killed-everywhere", NoPage),
            ("page-up-and-down-deep-links", NoPage),
            ("page-killed-everywhere-deep-links", NoPage),
            ("page-held-by-operator", "bookings_api has no site that names maintenancePage"),
            ("budget-spent", NoOutage),
            ("acknowledged", NoLatency),
            ("two-services-one-dependency", NotTwo),
            ("joined-alarm-released", NotTwo),
            ("tick-fails-in-an-overload", NoLatency),
            ("tick-fails-in-a-total-outage", NoOutage),
            ("tick-fails-for-a-page", NoPage),
            ("restart-in-steps", "bookings_api does not name rollout"),
            ("total-outage-in-steps", NoOutage),
            .. Without("bookings_api"),
        ],
        [Estates.Many] =
        [
            ("flapping-alarm", "an alarm opens its incident again within 0 s only, the drill's comes back after 900 s"),
            .. Without("gateway"),
            .. InSteps("accounts does not name rollout"),
        ],
    };

    private static IEnumerable<(string Drill, string Why)> InSteps(string why) =>
        [("restart-in-steps", why), ("total-outage-in-steps", why)];

    /// <summary>These estates name neither rollouts nor secrets nor tables' capacity.</summary>
    private static IEnumerable<(string Drill, string Why)> Without(string service) =>
        from drill in AllDrills.All
        where drill.Check is null
        let why = drill.Remedy == RolloutProcedure.ProcedureName ? $"{service} does not name rollout"
        : drill.Remedy == ConfigChangeProcedure.ProcedureName ? $"{service} does not name configChange"
        : drill.Remedy == DataRestoreProcedure.ProcedureName ? $"no table of {service} names dataRestore"
        : drill.Remedy == DatabaseErrorsProcedure.ProcedureName ? $"no table of {service} names databaseErrors"
        : drill.Remedy == RegionFailoverProcedure.ProcedureName ? "no region for disaster recovery names regionFailover"
        : drill.Remedy == ZoneShiftProcedure.ProcedureName ? $"{service} does not name zoneShift"
        : null
        where why is not null
        select (drill.Name, why);

    public static TheoryData<string> Names => [Estates.Two, Estates.One, Estates.Many];

    /// <summary>
    /// Drills on one of the estates that they apply to, in turn; <c>drill --in-process --estate FILE</c> plays all on one
    /// of them.
    /// </summary>
    public static TheoryData<string, string> InTurn
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (number, drill) in Turn.Of(AllDrills.All, days: 4))
            {
                var estates = s_skipped.Keys.Where(estate => drill.On(Estates.Read(estate)).Missing is null).ToArray();
                if (estates.Length > 0)
                {
                    all.Add(estates[number % estates.Length], drill.Name);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(InTurn))]
    public async Task Drill_Passes(string estate, string drill)
    {
        var (result, log) = await Rehearsal.RunAsync(
            Rehearsal.Drill(drill),
            seed: 1,
            build: null,
            Estates.PathOf(estate)
        );

        Assert.True(result.End == DrillEnd.Passed, $"{estate}: {drill}: {result.Why}\n{log}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Drills_ThatDoNotApplySayWhy(string estate) =>
        Assert.Equal(
            s_skipped[estate].OrderBy(one => one.Drill, StringComparer.Ordinal),
            AllDrills
                .All.Where(drill => drill.Check is null)
                .Select(drill => (drill.Name, Why: drill.On(Estates.Read(estate)).Missing))
                .Where(one => one.Why is not null)
                .Select(one => (Drill: one.Name, Why: one.Why!))
                .OrderBy(one => one.Drill, StringComparer.Ordinal)
        );

    /// <summary>A check's drill lacks what the estate does not name: a table, a log group, a remedy, holidays.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ChecksDrills_ThatDoNotApplySayWhatIsNotNamed(string estate) =>
        Assert.All(
            AllDrills
                .All.Where(drill => drill.Check is not null)
                .Select(drill => drill.On(Estates.Read(estate)).Missing)
                .OfType<string>(),
            why => Assert.Matches(" names? no | does not name | do not keep | shares? ", why)
        );

    [Fact]
    public async Task Drill_ThatDoesNotApplyIsSkipped()
    {
        var (result, log) = await Rehearsal.RunAsync(
            Rehearsal.Drill("overload"),
            seed: 1,
            build: null,
            Estates.PathOf(Estates.One)
        );

        Assert.Equal((DrillEnd.Skipped, "skipped", NoLatency, ""), (result.End, result.Verdict, result.Why, log));
    }

    /// <summary>What an alarm watches is read from its name, else from its remedy; each is there or is said.</summary>
    [Fact]
    public void Alarms_AreSimulatedOrSaidNotToBe()
    {
        Assert.Equal(
            [
                ("Shop checkout: failed requests", AlarmSymptom.FailedRequests),
                ("checkout-targets-1", AlarmSymptom.NoHealthyTarget),
                ("Shop checkout is gone", AlarmSymptom.AllDown),
                ("Shop checkout is slow", AlarmSymptom.SlowAnswers),
                ("CheckoutCPUHigh", AlarmSymptom.BusyCpu),
                ("cataloghosts", AlarmSymptom.FailedRequests),
            ],
            Kinds(Estates.Two)
        );
        Assert.Equal(
            [("bookings-down", AlarmSymptom.NoHealthyTarget), ("bookings-http-503", AlarmSymptom.FailedRequests)],
            Kinds(Estates.One)
        );
        Assert.Equal(
            [
                "alarms with the tag runbook=503: \"BILLING-HTTPCode_Target_5XX_Count\" is there for the same target and remedy",
            ],
            EstateAlarms.Of(Estates.Read(Estates.Many)).NotSimulated.ToArray()
        );
        Assert.Contains(("accounts latency hosts", AlarmSymptom.SlowAnswers), Kinds(Estates.Many));
    }

    private static IEnumerable<(string Name, AlarmSymptom Kind)> Kinds(string estate) =>
        EstateAlarms.Of(Estates.Read(estate)).Simulated.Select(alarm => (alarm.Name, alarm.Kind));
}
