using System.Collections.Immutable;
using LambdaOps.Campaigns.World;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns;

/// <summary>
/// All that a seed draws before a run begins. Each part has a stream of its own: leaving something out does not change
/// the rest.
/// </summary>
/// <param name="IsSlow">Whether AWS is slow, and most of all to change something; so in a few runs.</param>
internal sealed record CampaignPlan(
    Estate Estate,
    ImmutableArray<CampaignServicePlan> Services,
    ImmutableArray<PlannedOutage> Outages,
    ImmutableArray<PlannedAct> Acts,
    ImmutableArray<PlannedSilence> Silences,
    ImmutableArray<PlannedRollout> Rollouts,
    double FaultRate,
    double LateRate,
    bool IsSlow,
    double MessageFaultRate,
    int DrawnServices
)
{
    /// <summary>Whether no cause is fixed for more than a day, and none ends by itself; so in a few small runs.</summary>
    public bool IsStuck { get; init; }

    /// <summary>The IAM action that the functions' role lacks; null in most runs.</summary>
    public string? MissingPermission { get; init; }

    public const string Region = "ap-northeast-1";

    public const string Account = "123456789012";

    private static readonly int[] s_steps = [0, 10, 25, 50, 90];

    /// <summary>By resource: rare changes are of resources that have few.</summary>
    private static readonly string[][] s_permissions =
    [
        .. Change
            .Kinds.GroupBy(kind => kind.Resource, StringComparer.Ordinal)
            .Select(kinds => kinds.SelectMany(kind => kind.Permissions).Distinct(StringComparer.Ordinal).ToArray()),
    ];

    public static CampaignPlan Draw(CampaignOptions options)
    {
        var chance = Chance.StreamOf(options.Seed, "plan");
        var drawn = chance.Below(10) switch
        {
            < 5 => 1 + chance.Below(4),
            < 9 => 3 + chance.Below(10),
            _ => 10 + chance.Below(41),
        };
        var services = Math.Min(drawn, options.Services ?? drawn);
        var rate = chance.Below(8) == 0 ? 0.08 : chance.Share() * 0.025;
        return new CampaignPlan(
            DrawEstate(options.Seed, services),
            [.. Enumerable.Range(0, services).Select(index => DrawService(options.Seed, index))],
            [
                .. OutagesOf(options.Seed, drawn)
                    .Concat(LeaksOf(options.Seed, drawn))
                    .Concat(HalvesOf(options.Seed, drawn))
                    .Concat(UnclearOf(options.Seed, drawn))
                    .Concat(NightsOf(options.Seed, drawn))
                    .Where(outage => outage.Service < services && options.Outages?.Contains(outage.Number) != false),
            ],
            [
                .. ActsOf(options.Seed, drawn)
                    .Where(act =>
                        act.Service < services
                        && options.Acts?.Contains(act.Number) != false
                        && (
                            act.Kind is ActKind.AskRemedy or ActKind.AskPage
                            || options.Faults.Contains(
                                act.Kind == ActKind.FalseAlarm ? FaultKind.FalseAlarm : FaultKind.People
                            )
                        )
                    ),
            ],
            options.Faults.Contains(FaultKind.People)
                ? [.. SilencesOf(options.Seed, drawn).Where(silence => silence.Service < services)]
                : [],
            [.. RolloutsOf(options.Seed, drawn).Where(rollout => rollout.Service < services)],
            rate,
            chance.Share() * 0.08,
            chance.Below(8) == 0,
            rate * 2,
            drawn
        )
        {
            IsStuck = services <= 3 && Chance.StreamOf(options.Seed, "stuck").Below(24) == 0,
            MissingPermission = options.Faults.Contains(FaultKind.PermissionMissing)
                ? MissingOf(Chance.StreamOf(options.Seed, "permissions"))
                : null,
        };
    }

    /// <summary>Each part is added from a stream of its own.</summary>
    private static Estate DrawEstate(ulong seed, int services)
    {
        var estate = EstateDraw.Draw(Chance.StreamOf(seed, "estate"), services);
        Func<Estate, ulong, Estate>[] parts =
        [
            TableDraw.AddTo,
            ConfigDraw.AddTo,
            SmokeDraw.AddTo,
            WeightDraw.AddTo,
            ZoneDraw.AddTo,
            SharedAlarmDraw.AddTo,
            RegionDraw.AddTo,
        ];
        return parts.Aggregate(estate, (drawn, add) => add(drawn, seed));
    }

    private static string? MissingOf(Chance chance)
    {
        var of = s_permissions[chance.Below(s_permissions.Length)];
        return chance.Below(4) == 0 ? of[chance.Below(of.Length)] : null;
    }

    private static CampaignServicePlan DrawService(ulong seed, int index)
    {
        var chance = Chance.StreamOf(seed, $"service {index}");
        return new CampaignServicePlan(
            chance.Below(2) == 0,
            chance.Below(4) != 0,
            chance.Below(2) == 0,
            chance.Below(5) != 0,
            TimeSpan.FromSeconds(chance.Between(15, 90)),
            chance.Between(30, 45),
            chance.Below(2) == 0
        )
        {
            StepPercent = s_steps[Chance.StreamOf(seed, $"shift {index}").Below(s_steps.Length)],
            Deregisters = Chance.StreamOf(seed, $"deregistering {index}").Below(3) == 0,
            TagMovesEvery =
                Chance.StreamOf(seed, $"tags {index}") is var tags && tags.Below(3) == 0
                    ? TimeSpan.FromMinutes(tags.Between(5, 60))
                    : null,
            Driver = DriverOf(Chance.StreamOf(seed, $"driver {index}")),
        };
    }

    /// <summary>Of three services ECS itself deploys two, and says all.</summary>
    private static ServiceDriver DriverOf(Chance chance)
    {
        var drivers = Enum.GetValues<ServiceDriver>();
        var drawn = chance.Below(3 * (drivers.Length - 1));
        return drawn < drivers.Length ? drivers[drawn] : ServiceDriver.Ecs;
    }

    private static IEnumerable<PlannedRollout> RolloutsOf(ulong seed, int services)
    {
        var chance = Chance.StreamOf(seed, "rollouts");
        var kinds = Enum.GetValues<RolloutKind>();
        for (var count = chance.Below(2 * services); count > 0; count--)
        {
            yield return new PlannedRollout(
                kinds[chance.Below(kinds.Length)],
                chance.Below(services),
                chance.Share(),
                chance.Next()
            );
        }
    }

    private static IEnumerable<PlannedOutage> OutagesOf(ulong seed, int services)
    {
        var chance = Chance.StreamOf(seed, "outages");
        var kinds = Array.FindAll(Enum.GetValues<OutageKind>(), kind => kind < OutageKind.MemoryLeak);
        var count = 1 + chance.Below(3 * services);
        for (var number = 0; number < count; number++)
        {
            yield return new PlannedOutage(
                number,
                kinds[chance.Below(kinds.Length)],
                chance.Below(services),
                chance.Share(),
                TimeSpan.FromSeconds(chance.Below(2) == 0 ? chance.Between(20, 240) : chance.Between(60, 1500)),
                0.3 + (chance.Share() * 0.7)
            );
        }
    }

    /// <summary>They take their time, and are numbered apart from the other outages.</summary>
    private static IEnumerable<PlannedOutage> LeaksOf(ulong seed, int services)
    {
        const int First = 10_000;
        var chance = Chance.StreamOf(seed, "leaks");
        for (var number = chance.Below(services + 1); number > 0; number--)
        {
            yield return new PlannedOutage(
                First + number,
                OutageKind.MemoryLeak,
                chance.Below(services),
                chance.Share(),
                TimeSpan.FromMinutes(chance.Between(5, 90)),
                chance.Share()
            );
        }
    }

    /// <summary>What is neither down nor well; numbered apart from the other outages, too.</summary>
    private static IEnumerable<PlannedOutage> HalvesOf(ulong seed, int services)
    {
        const int First = 20_000;
        OutageKind[] kinds =
        [
            OutageKind.FlappingProbe,
            OutageKind.PartialZone,
            OutageKind.ToolUndoes,
            OutageKind.EmptyGroup,
        ];
        var chance = Chance.StreamOf(seed, "halves");
        for (var number = chance.Below(services + 1); number > 0; number--)
        {
            yield return new PlannedOutage(
                First + number,
                kinds[chance.Below(kinds.Length)],
                chance.Below(services),
                chance.Share(),
                TimeSpan.FromSeconds(chance.Between(120, 3600)),
                chance.Share()
            );
        }
    }

    /// <summary>What keeps the health URL from telling anything; numbered apart, too.</summary>
    private static IEnumerable<PlannedOutage> UnclearOf(ulong seed, int services)
    {
        const int First = 30_000;
        OutageKind[] kinds = [OutageKind.DnsFailure, OutageKind.TlsFailure, OutageKind.ForeignAnswer];
        var chance = Chance.StreamOf(seed, "unclear probes");
        for (var number = chance.Below((services / 2) + 1); number > 0; number--)
        {
            yield return new PlannedOutage(
                First + number,
                kinds[chance.Below(kinds.Length)],
                chance.Below(services),
                chance.Share(),
                TimeSpan.FromSeconds(chance.Between(60, 1800)),
                chance.Share()
            );
        }
    }

    /// <summary>Times without traffic; numbered apart, too.</summary>
    private static IEnumerable<PlannedOutage> NightsOf(ulong seed, int services)
    {
        const int First = 40_000;
        var chance = Chance.StreamOf(seed, "quiet nights");
        for (var number = chance.Below((services / 2) + 2); number > 0; number--)
        {
            yield return new PlannedOutage(
                First + number,
                chance.Below(2) == 0 ? OutageKind.QuietNight : OutageKind.ThinTraffic,
                chance.Below(services),
                chance.Share(),
                TimeSpan.FromMinutes(chance.Between(20, 90)),
                chance.Share()
            );
        }
    }

    private static IEnumerable<PlannedSilence> SilencesOf(ulong seed, int services)
    {
        var chance = Chance.StreamOf(seed, "silences");
        var kinds = Enum.GetValues<SilenceKind>();
        for (var count = chance.Below(2 * services); count > 0; count--)
        {
            yield return new PlannedSilence(
                chance.Below(services),
                chance.Below(5),
                kinds[chance.Below(kinds.Length)],
                chance.Share(),
                TimeSpan.FromSeconds(chance.Between(60, 1800))
            );
        }
    }

    private static IEnumerable<PlannedAct> ActsOf(ulong seed, int services)
    {
        var chance = Chance.StreamOf(seed, "acts");
        var kinds = Enum.GetValues<ActKind>();
        var count = chance.Below((3 * services) + 3);
        for (var number = 0; number < count; number++)
        {
            yield return new PlannedAct(
                number,
                kinds[chance.Below(kinds.Length)],
                chance.Below(services),
                chance.Share(),
                chance.Next()
            );
        }
    }
}

/// <summary>An alarm that people will silence.</summary>
/// <param name="When">Share of the safety phase.</param>
/// <param name="Alarm">Which of the service's alarms, counted around.</param>
internal sealed record PlannedSilence(int Service, int Alarm, SilenceKind Kind, double When, TimeSpan Length);

/// <summary>Something about a deployment that a person will do.</summary>
/// <param name="When">Share of the safety phase.</param>
/// <param name="Dice">What it draws from.</param>
internal sealed record PlannedRollout(RolloutKind Kind, int Service, double When, ulong Dice);

/// <summary>What people do about deployments.</summary>
internal enum RolloutKind
{
    /// <summary>A pipeline deploys.</summary>
    Pipeline,

    /// <summary>Someone asks LambdaOps to deploy.</summary>
    Ask,
    Pause,
    Abort,
}

/// <summary>An outage that will happen.</summary>
/// <param name="When">Share of the safety phase.</param>
/// <param name="Strength">From 0 to 1.</param>
internal sealed record PlannedOutage(
    int Number,
    OutageKind Kind,
    int Service,
    double When,
    TimeSpan Length,
    double Strength
);

/// <summary>Something that a person will do, or a false alarm.</summary>
/// <param name="Dice">What the act draws from.</param>
internal sealed record PlannedAct(int Number, ActKind Kind, int Service, double When, ulong Dice);

/// <summary>What people do meanwhile.</summary>
internal enum ActKind
{
    AskRemedy,
    AskPage,
    DeployGood,
    DeployBad,
    Scale,
    MoveMinimum,
    EditPage,
    RobBackup,
    FlipSwitch,
    FalseAlarm,
}
