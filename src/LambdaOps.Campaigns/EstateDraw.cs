using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns;

/// <summary>Draws an estate: services of all kinds, most of whose remedies may act.</summary>
internal static class EstateDraw
{
    /// <summary>When a run begins, on the estate's wall clock (Asia/Tokyo).</summary>
    private static readonly DateTime s_morning = CampaignClock.Start.UtcDateTime.AddHours(9);

    public static Estate Draw(Chance chance, int count)
    {
        var sites = new List<OperatedSite>();
        var services = new List<OperatedService>();
        for (var index = 0; index < count; index++)
        {
            // Each service draws from its own stream, so that fewer services are the first ones of more.
            services.Add(DrawService(new Chance(chance.Next()), index, sites));
        }

        return new Estate(
            "drawn",
            CampaignPlan.Account,
            CampaignPlan.Region,
            "Asia/Tokyo",
            [.. services],
            [.. services.SelectMany(RulesOf)]
        )
        {
            Sites = [.. sites],
            Culture = "en",
            Budget = DrawBudget(chance),
            Freezes = DrawFreezes(chance, services),
            Dependencies = DrawDependencies(chance, services),
            ReopenWithin = TimeSpan.FromMinutes(chance.Below(3) * 15),
            JoinWithin = TimeSpan.FromMinutes(chance.Below(3) * 10),
        };
    }

    private static OperatedService DrawService(Chance chance, int index, List<OperatedSite> sites)
    {
        var id = $"svc-{index}";
        var floor = 1 + chance.Below(3);
        var normal = floor + chance.Below(5);
        var site = chance.Below(3) switch
        {
            0 => null,
            1 when sites.Count > 0 => sites[chance.Below(sites.Count)],
            _ => AddSite(chance, sites, index),
        };
        var service = new OperatedService(
            new TargetId(id),
            "prod",
            id,
            new Capacity(floor, normal, normal + chance.Below(normal + 4)),
            new HealthCheck(
                new Uri($"https://{id}.example.com/health"),
                "ok",
                TimeSpan.FromSeconds(2 + chance.Below(9))
            ),
            $"arn:aws:elasticloadbalancing:{CampaignPlan.Region}:{CampaignPlan.Account}:targetgroup/{id}/0123456789abcdef",
            new Uri("https://runbook.example.com/")
        )
        {
            Settings = Settings.None.With(Draw(chance, 8, DrawServiceUnavailable)),
            LoadBalancer = "app/prod/0123456789abcdef",
            Tables = chance.Below(2) == 0 ? [$"{id}-table"] : [],
            LogGroup = chance.Below(2) == 0 ? "/aws/ecs/prod" : null,
            Site = site,
        };
        service = service with
        {
            Settings = service.Settings.With(Draw(chance, 4, DrawLatency)).With(Draw(chance, 4, DrawTotalOutage)),
        };
        service = service with { Settings = service.Settings.With(Draw(chance, 3, DrawRollout)) };
        return service with { Ladder = LadderOf(service), Site = AddPages(chance, sites, service.Site, id: index) };
    }

    /// <summary>Deep links for a site that is this service's own: every third has one or two further pages.</summary>
    private static OperatedSite? AddPages(Chance chance, List<OperatedSite> sites, OperatedSite? site, int id)
    {
        if (site?.Id != SiteId(id) || chance.Below(3) != 0)
        {
            return site;
        }

        var more = site with { MoreKeys = chance.Below(2) == 0 ? ["talks.html"] : ["talks.html", "faq/index.html"] };
        sites[sites.IndexOf(site)] = more;
        return more;
    }

    private static TargetId SiteId(int index) => new($"site-{index}");

    private static OperatedSite AddSite(Chance chance, List<OperatedSite> sites, int index)
    {
        var site = new OperatedSite(
            SiteId(index),
            $"static-{index}",
            "index.html",
            "E2EXAMPLE",
            new ObjectPlace("emergency", "maintenance.html"),
            new ObjectPlace("emergency", "saved/"),
            null
        )
        {
            Settings = Settings.None.With(
                Draw(chance, 8, draw => MaintenancePagePolicy.Default with { CheckEvery = Seconds(draw, 10, 30) })
            ),
        };
        sites.Add(site);
        return site;
    }

    private static ImmutableArray<ProcedureName> LadderOf(OperatedService service) =>
        [
            .. service.ServiceUnavailable is null
                ? Array.Empty<ProcedureName>()
                : [ServiceUnavailableProcedure.ProcedureName],
            .. service.TotalOutage is null ? Array.Empty<ProcedureName>() : [TotalOutageProcedure.ProcedureName],
        ];

    private static IEnumerable<AlarmRule> RulesOf(OperatedService service)
    {
        AlarmRule Rule(string alarm, ProcedureName remedy, Severity severity) =>
            new(new AlarmMatch.ByName($"{service.Id}-{alarm}"), service.Id, remedy, severity);
        if (service.ServiceUnavailable is not null)
        {
            yield return Rule("5xx", ServiceUnavailableProcedure.ProcedureName, Severity.P1);
            yield return new AlarmRule(
                new AlarmMatch.ByPattern($"{service.Id}-unhealthy-*"),
                service.Id,
                ServiceUnavailableProcedure.ProcedureName,
                Severity.P2
            );
        }

        if (service.TotalOutage is not null)
        {
            yield return Rule("all-down", TotalOutageProcedure.ProcedureName, Severity.P1);
        }

        if (service.Latency is not null)
        {
            yield return Rule("p95", LatencyProcedure.ProcedureName, Severity.P2);
            yield return Rule("cpu", LatencyProcedure.ProcedureName, Severity.P2);
        }

        if (service.Rollout is not null)
        {
            yield return Rule("error-rate", RolloutProcedure.ProcedureName, Severity.P2);
            yield return Rule("memory", RolloutProcedure.ProcedureName, Severity.P3);
        }
    }

    /// <summary>None in one of so many cases.</summary>
    private static Setting<TPolicy>? Draw<TPolicy>(Chance chance, int oneIn, Func<Chance, TPolicy> policy)
        where TPolicy : class, IPolicy<TPolicy> =>
        chance.Below(oneIn) == 0
            ? null
            : new Setting<TPolicy>(DrawMode(chance), policy(chance))
            {
                // What tables, secrets and regions ask first is drawn for them.
                Approval = DrawApproval(
                    chance,
                    Change.Kinds.Where(kind =>
                        kind.Resource
                            is not ("Tables" or "Restores" or "Secrets" or "TaskDefinitions" or "Zones" or "Regions")
                    )
                ),
            };

    public static Mode DrawMode(Chance chance) =>
        chance.Below(20) switch
        {
            0 => Mode.Off,
            1 or 2 => Mode.Observe,
            3 => Mode.Ask,
            _ => Mode.Act,
        };

    /// <summary>Most often the standard; else one that a bad hour uses up.</summary>
    private static ActionBudget DrawBudget(Chance chance) =>
        chance.Below(4) == 0 ? new ActionBudget(2 + chance.Below(8), 3 + chance.Below(20)) : ActionBudget.Default;

    /// <summary>Seldom: a window somewhere in the run, or one that comes every day.</summary>
    private static ImmutableArray<FreezeWindow> DrawFreezes(Chance chance, List<OperatedService> services)
    {
        ImmutableArray<TargetId> about = chance.Below(2) == 0 ? [] : [services[chance.Below(services.Count)].Id];
        var from = s_morning.AddMinutes(chance.Below(100));
        var until = from.AddMinutes(5 + chance.Below(120));
        return chance.Below(8) switch
        {
            0 => [new FreezeWindow.Once("a change elsewhere", about, from, until)],
            1 =>
            [
                new FreezeWindow.Weekly(
                    "every day",
                    about,
                    [.. Enum.GetValues<DayOfWeek>()],
                    TimeOnly.FromDateTime(from),
                    TimeOnly.FromDateTime(until)
                ),
            ],
            _ => [],
        };
    }

    /// <summary>Sometimes what every other service needs has a name (see OutageKind.SharedDependency).</summary>
    private static ImmutableArray<Dependency> DrawDependencies(Chance chance, List<OperatedService> services)
    {
        const int Most = 10;
        var first = chance.Below(2);
        ImmutableArray<TargetId> needing =
        [
            .. services.Where((_, index) => index % 2 == first).Select(service => service.Id).Take(Most),
        ];
        return chance.Below(2) == 0 && needing.Length > 1 ? [new Dependency("database", needing)] : [];
    }

    public static ApprovalSetting DrawApproval(Chance chance, IEnumerable<ChangeKind> kinds) =>
        chance.Below(10) == 0
            ? new ApprovalSetting(
                [.. kinds.Where(_ => chance.Below(3) == 0).Select(kind => kind.Name)],
                TimeSpan.FromSeconds(60 + chance.Below(900))
            )
            {
                WhileSilenced = chance.Below(2) == 0,
            }
            : ApprovalSetting.None;

    private static ServiceUnavailablePolicy DrawServiceUnavailable(Chance chance)
    {
        var standard = ServiceUnavailablePolicy.Default;
        return chance.Below(2) == 0
            ? standard
            : standard with
            {
                Probes = 2 + chance.Below(6),
                ActAtOnceWhenEvidenceAgrees = chance.Below(2) == 0,
                CheckEvery = Seconds(chance, 10, 60),
                RecoverWithin = Seconds(chance, 120, 420),
                WatchFor = Seconds(chance, 20, 120),
                WatchAtMost = Seconds(chance, 240, 900),
                DeploymentWithin = Seconds(chance, 180, 600),
                BlindAtMost = Seconds(chance, 60, 300),
                Cooldown = Seconds(chance, 60, 1800),
            };
    }

    private static LatencyPolicy DrawLatency(Chance chance)
    {
        var standard = LatencyPolicy.Default;
        if (chance.Below(2) == 0)
        {
            return standard;
        }

        var drawn = standard with
        {
            TargetCpuPercent = 40 + chance.Below(30),
            CheckEvery = Seconds(chance, 30, 120),
            CalmFor = Seconds(chance, 180, 1800),
            ScaleInEvery = Seconds(chance, 60, 300),
            WatchFor = Seconds(chance, 60, 300),
            WatchAtMost = Seconds(chance, 300, 900),
            BlindAtMost = Seconds(chance, 60, 300),
            Cooldown = Seconds(chance, 60, 900),
        };
        return drawn with { HoldAtMost = drawn.CalmFor * 4 };
    }

    private static TotalOutagePolicy DrawTotalOutage(Chance chance)
    {
        var standard = TotalOutagePolicy.Default;
        return chance.Below(2) == 0
            ? standard
            : standard with
            {
                CheckEvery = Seconds(chance, 10, 30),
                Looks = 10 + chance.Below(25),
                SteadyFor = Seconds(chance, 10, 60),
                WatchFor = Seconds(chance, 30, 120),
                WatchAtMost = Seconds(chance, 240, 900),
                DeploymentWithin = Seconds(chance, 180, 600),
                BlindAtMost = Seconds(chance, 60, 300),
                Cooldown = Seconds(chance, 60, 1800),
            };
    }

    private static RolloutPolicy DrawRollout(Chance chance)
    {
        var standard = RolloutPolicy.Default with { WatchEveryDeployment = chance.Below(4) != 0 };
        return chance.Below(2) == 0
            ? standard
            : standard with
            {
                FirstGatePercent = 5 + chance.Below(40),
                SecondGatePercent = 45 + chance.Below(50),
                GateFor = Seconds(chance, 0, 600),
                HoldAtMost = Seconds(chance, 300, 1800),
                RollBackAfterHold = chance.Below(2) == 0,
                MinimumRequests = 1 + chance.Below(2000),
                JudgeOver = Seconds(chance, 120, 600),
                DeploymentWithin = Seconds(chance, 180, 900),
                RollBackWithin = Seconds(chance, 60, 600),
                WatchFor = Seconds(chance, 0, 600),
                CheckEvery = Seconds(chance, 10, 60),
                BlindAtMost = Seconds(chance, 60, 300),
                MemoryOver = Seconds(chance, 600, 3600),
                MemoryAhead = Seconds(chance, 300, 3600),
                ReplaceAfter = Seconds(chance, 600, 3600),
            };
    }

    private static TimeSpan Seconds(Chance chance, int low, int high) =>
        TimeSpan.FromSeconds(low + chance.Below(high - low + 1));
}
