using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.FailoverRehearsal;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.FailoverRehearsal;

public sealed class FailoverRehearsalTests
{
    internal const string Lost = "eu-west-1";
    internal const string Region = "eu-central-1";
    internal const string HealthCheckId = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9";

    internal const StringComparison Ordinal = StringComparison.Ordinal;

    internal static readonly DateTimeOffset s_now = new(2026, 1, 4, 4, 30, 0, TimeSpan.Zero);

    internal static readonly DisasterRecovery s_recovery = new(Region)
    {
        Stack = "shop-recovery",
        Services =
        [
            new StandbyService(
                Some.Target,
                "recovery",
                "api",
                Normal: 5,
                Standby: 1,
                new HealthCheck(new Uri("https://dr.example.com/health"), "ok", TimeSpan.FromSeconds(3))
            ),
        ],
        Traffic = new RegionTraffic(
            new Uri("https://www.example.com/health"),
            Region,
            "Z1",
            "www.example.com",
            HealthCheckId,
            new ObjectPlace("recovery-place", "failover/active")
        ),
        Tables = ["events"],
    };

    internal static readonly Estate s_estate = new(
        "shop",
        null,
        Lost,
        "UTC",
        [Some.Service with { Tables = ["events"], Secrets = ["shop-env"] }],
        []
    )
    {
        DisasterRecovery = s_recovery,
    };

    internal static readonly PulledImage s_image = Image(
        $"123456789012.dkr.ecr.{Region}.amazonaws.com/shop:1",
        "sha256:a"
    );

    internal static readonly StandbyServiceSeen s_service = new(Some.Target, 1, 1)
    {
        Images = [s_image],
        InUse = [Image($"123456789012.dkr.ecr.{Lost}.amazonaws.com/shop:1", "sha256:a")],
    };

    internal static readonly TrafficReadiness s_traffic = new()
    {
        Primary = new FailoverRecord(TimeSpan.FromSeconds(60), HealthCheckId),
        Secondary = new FailoverRecord(TimeSpan.FromSeconds(60), null),
        Check = new FailoverCheck(TimeSpan.FromSeconds(10), 3, IsInverted: true, IsDisabled: false)
        {
            Host = "recovery-place.s3.eu-central-1.amazonaws.com",
            Path = "/failover/active",
        },
        HasAcceleratedRecovery = true,
    };

    internal static readonly StackDrift s_inSync = new(IsRunning: false, HasDrifted: false, []);

    /// <summary>What the looks give where all stands as it has to.</summary>
    internal static Dictionary<Look, Fact> Ready =>
        new()
        {
            [ReadinessLooks.Stack] = Known(new RecoveryStack("UPDATE_COMPLETE") { Detection = "d-1" }),
            [ReadinessLooks.Drift] = Known(s_inSync),
            [ReadinessLooks.Services] = Known(new StandbyServices([s_service])),
            [ReadinessLooks.Secrets] = Known(new SecretReplicas([new SecretReplica("shop-env", "InSync")])),
            [ReadinessLooks.Tables] = Known(
                new TableReplicas([new TableReplica("events", "ACTIVE", TimeSpan.FromSeconds(2))])
            ),
            [ReadinessLooks.Traffic] = Known(s_traffic),
            [ReadinessLooks.Answers] = Known(
                new StandbyAnswers([
                    new StandbyAnswer(Some.Target, s_recovery.Services[0].Health.Url, Some.HealthyProbe),
                ])
            ),
            [BackupLooks.Copies] = Known(Copies("events", 20)),
            [CertificateLooks.Stored] = Known(
                new StoredCertificates([
                    new CertificatesOfRegion(Region, [Certificate("dr.example.com"), Certificate("www.example.com")]),
                ])
            ),
        };

    [Fact]
    public void Rehearsal_SaysThatItWouldWork()
    {
        var facts = Rehearse(Ready);

        Assert.True(facts.Works);
        Assert.All(facts.Items, item => Assert.Equal(ReadinessState.Ready, item.State));
        Assert.Equal(Enum.GetValues<ReadinessPart>(), facts.Items.Select(item => item.Part).Distinct());
        Assert.Equal(TimeSpan.FromSeconds(2), facts.Worst?.Lost);
        // Approval and tasks and smoke by the defaults; then three failures at 10 s, and a minute of DNS.
        Assert.Equal(TimeSpan.FromSeconds(1800 + 600 + 300 + 30 + 60), facts.Rto);
        Assert.Equal(["HealthCheck", "Dns"], facts.Steps.Where(step => step.IsMeasured).Select(step => $"{step.Kind}"));
    }

    /// <summary>Each look that is not answered leaves its part not seen, and nothing of it ready.</summary>
    [Theory]
    [InlineData("stack for disaster recovery", ReadinessPart.Stack)]
    [InlineData("drift of the stack", ReadinessPart.Stack)]
    [InlineData("services that stand by", ReadinessPart.Services, ReadinessPart.Images)]
    [InlineData("replicas of secrets", ReadinessPart.Secrets)]
    [InlineData("replicas of tables", ReadinessPart.Tables)]
    [InlineData("failover records", ReadinessPart.Traffic)]
    [InlineData("answers of what stands by", ReadinessPart.Answers)]
    [InlineData("ACM's certificates", ReadinessPart.Certificates)]
    public void Rehearsal_CallsNothingReadyThatItDidNotSee(string look, params ReadinessPart[] parts)
    {
        var world = Ready;
        var blind = world.Keys.Single(one => one.Name == look);
        world[blind] = blind.Missing("AccessDenied");

        var facts = Rehearse(world);

        Assert.Null(facts.Works);
        var unseen = facts.Items.Where(item => item.State != ReadinessState.Ready).ToList();
        Assert.Equal(parts, unseen.Select(item => item.Part).Distinct());
        Assert.All(unseen, item => Assert.Contains("AccessDenied", item.Because, Ordinal));
        Assert.All(unseen, item => Assert.Equal(ReadinessState.NotSeen, item.State));
    }

    [Theory]
    [MemberData(nameof(RehearsalFaults.All), MemberType = typeof(RehearsalFaults))]
    public void Rehearsal_SaysWhatIsWrong(
        string name,
        Action<Dictionary<Look, Fact>> spoil,
        ReadinessState state,
        string because
    )
    {
        var world = Ready;
        spoil(world);

        var facts = Rehearse(world);

        var item = facts.Items.FirstOrDefault(one => one.Because.Contains(because, Ordinal));
        Assert.True(
            item?.State == state,
            $"{name}: {item?.State}: {string.Join("; ", facts.Items.Select(one => one.Because))}"
        );
        Assert.Equal(state == ReadinessState.Missing ? false : null, facts.Works);
        Assert.Contains(facts.Reasons, one => one == item);
    }

    /// <summary>The region that is lost has younger backups, and they are no plan.</summary>
    [Fact]
    public void Rpo_OfATableByCopy_IsTheCopysAge()
    {
        var facts = Rehearse(Ready, s_estate with { DisasterRecovery = s_recovery with { Tables = [] } });

        Assert.Equal(TimeSpan.FromHours(20), facts.Worst?.Lost);
        Assert.Contains($"younger backups in {Lost} are no plan", facts.Worst!.Because, Ordinal);
        Assert.Contains(facts.Steps, step => step.Kind == RecoveryStepKind.Restore);
        Assert.Null(facts.Works);
    }

    [Fact]
    public void Rpo_OfATableThatIsNowhereElse_IsEverything()
    {
        var world = Ready;
        world[BackupLooks.Copies] = Known(VaultedTables.None);

        var facts = Rehearse(world, s_estate with { DisasterRecovery = s_recovery with { Tables = [] } });

        Assert.True(facts.Worst?.IsAll);
        Assert.Contains($"a restore from its backups in {Lost} is no plan", facts.Worst!.Because, Ordinal);
        Assert.False(facts.Works);
    }

    [Fact]
    public void Estate_ThatNamesNothingElse_HearsWhatIsNotNamed()
    {
        var facts = Rehearse(Ready, s_estate with { DisasterRecovery = new DisasterRecovery(Region) });

        Assert.Equal(
            [ReadinessPart.Stack, ReadinessPart.Services, ReadinessPart.Traffic],
            facts.Items.Where(item => item.State == ReadinessState.NotNamed).Select(item => item.Part)
        );
        Assert.False(facts.Works);
    }

    [Fact]
    public void Estate_WithoutARegionForIt_IsNotRehearsed() =>
        Assert.Empty(new FailoverRehearsalProcedure().PartsOf(s_estate with { DisasterRecovery = null }));

    [Fact]
    public void Drift_ThatIsStillLookedFor_IsWaitedForAndThenNotSeen()
    {
        var world = Ready;
        world[ReadinessLooks.Drift] = Known(s_inSync with { IsRunning = true, HasDrifted = null });

        var facts = Rehearse(world, s_estate, out var waits);

        Assert.InRange(waits, 50, 70);
        Assert.Contains(facts.Items, item => item.Because.Contains("still looked for drift", Ordinal));
        Assert.Null(facts.Works);
    }

    [Fact]
    public void Findings_SayVerdictAndTimesFirst()
    {
        var world = Ready;
        Tables(world, new TableReplica("events", "ACTIVE", TimeSpan.FromHours(3)));
        var findings = Report(world, s_estate, out _).Findings;

        Assert.StartsWith($"{Lost} to {Region}: a failover today may not work: ", findings[0].Text, Ordinal);
        Assert.StartsWith(
            "RTO today about 47 min, an estimate; goal 240 min: approval 30 min",
            findings[1].Text,
            Ordinal
        );
        Assert.StartsWith("RPO today 3 h; goal 60 min: the replica of events", findings[2].Text, Ordinal);
        Assert.Equal(FindingLevel.Warning, findings[2].Level);
        Assert.Equal(findings.Length, findings.Select(finding => finding.Key).Distinct().Count());
    }

    internal static void Images(Dictionary<Look, Fact> world, PulledImage image) =>
        world[ReadinessLooks.Services] = Known(new StandbyServices([s_service with { Images = [image] }]));

    internal static void Tables(Dictionary<Look, Fact> world, TableReplica replica) =>
        world[ReadinessLooks.Tables] = Known(new TableReplicas([replica]));

    internal static PulledImage Image(string name, string? digest) => new(ImageReference.Read(name), digest);

    internal static StoredCertificate Certificate(string name) =>
        new("11aa", name, "RSA_2048", s_now.AddDays(100), IsInUse: true) { Names = [name] };

    internal static VaultedTables Copies(string table, int hours) =>
        new(
            new Dictionary<string, VaultedTable> { [table] = new(s_now.AddHours(-hours)) }.ToImmutableSortedDictionary(
                StringComparer.Ordinal
            )
        );

    internal static Fact Known<T>(T value)
        where T : class => Fact.Known(value, s_now);

    internal static ReportFacts.Rehearsal Rehearse(Dictionary<Look, Fact> world, Estate? estate = null) =>
        Rehearse(world, estate ?? s_estate, out _);

    internal static ReportFacts.Rehearsal Rehearse(Dictionary<Look, Fact> world, Estate estate, out int waits) =>
        Assert.IsType<ReportFacts.Rehearsal>(Report(world, estate, out waits).Facts);

    /// <summary>As the loop does it: looks are answered from the world, and the clock goes on while it waits.</summary>
    internal static CheckDecision.Report Report(Dictionary<Look, Fact> world, Estate estate, out int waits)
    {
        var check = new FailoverRehearsalProcedure();
        var part = Assert.Single(check.PartsOf(estate));
        var (run, now, seen) = (new CheckRun(s_now, s_now), s_now, Evidence.NotAsked);
        waits = 0;
        while (true)
        {
            var decision = check.Decide(new CheckSituation(estate, part, run, seen, [], null, now));
            run = run with { Memory = decision.Memory };
            switch (decision)
            {
                case CheckDecision.Report report:
                    return report;
                case CheckDecision.Look look:
                    Assert.All(look.Looks, one => Assert.True(one.IsAbout(look.About), one.Name));
                    seen = Evidence.NotAsked.With([.. look.Looks.Select(one => (one, world[one]))]);
                    break;
                case CheckDecision.Wait wait:
                    (seen, now, waits) = (Evidence.NotAsked, now + wait.For, waits + 1);
                    Assert.InRange(waits, 0, 1000);
                    break;
                default:
                    Assert.Fail($"{decision}");
                    break;
            }
        }
    }
}
