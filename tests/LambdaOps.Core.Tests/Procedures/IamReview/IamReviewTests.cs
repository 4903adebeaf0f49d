using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.IamReview;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Tests.Estates;

namespace LambdaOps.Core.Tests.Procedures.IamReview;

public sealed class IamReviewTests
{
    private static readonly DateTimeOffset s_now = new(2026, 2, 1, 8, 40, 0, TimeSpan.Zero);

    private static readonly Estate s_estate = new("shop", "123456789012", "eu-west-1", "UTC", [], []);

    [Theory]
    [InlineData(GrantReach.All, false, FindingLevel.Danger)]
    [InlineData(GrantReach.All, true, FindingLevel.Warning)]
    [InlineData(GrantReach.AllBut, false, FindingLevel.Danger)]
    [InlineData(GrantReach.AllBut, true, FindingLevel.Warning)]
    [InlineData(GrantReach.Service, false, FindingLevel.Warning)]
    [InlineData(GrantReach.Service, true, FindingLevel.Fine)]
    public void WideGrant_IsTheWorseTheWiderItIs(GrantReach reach, bool isConditional, FindingLevel level)
    {
        var grants = new PolicyGrants("p", [new WideGrant(reach, "x on *", isConditional)]);
        var condition = isConditional ? ", under a condition" : "";
        var policy = Entity(IamKind.Policy, "own") with { Policies = [grants], Uses = 1 };
        var holder = Entity(IamKind.Group, "team") with { Attached = [policy.Arn] };

        var own = Finding(Report(policy, holder), "wildcard ");
        var inline = Finding(Report(Entity(IamKind.User, "ci") with { Policies = [grants] }), "wildcard ");

        Assert.Equal((level, $"policy own allows x on *{condition}: attached to group team"), (own.Level, own.Text));
        Assert.Equal((level, $"inline policy p of user ci allows x on *{condition}"), (inline.Level, inline.Text));
    }

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/AdministratorAccess", true)]
    [InlineData("arn:aws-cn:iam::aws:policy/PowerUserAccess", true)]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess", false)]
    [InlineData("arn:aws:iam::123456789012:policy/AdministratorAccess", false)]
    public void AwsPolicies_OfAdministratorsAreADanger(string arn, bool isDanger)
    {
        var problem = Report(Entity(IamKind.Role, "a") with { Attached = [arn], Boundary = "limit" })
            .SingleOrDefault(finding => finding.IsProblem);

        Assert.Equal(
            isDanger
                ? $"AWS's policy {arn[(arn.LastIndexOf('/') + 1)..]} is attached to role a (with the boundary limit)"
                : null,
            problem?.Text
        );
        Assert.Equal(isDanger, problem?.Level == FindingLevel.Danger);
    }

    [Fact]
    public void KnownAdministrators_AreOnlyCounted()
    {
        var estate = s_estate with { Iam = new KnownIdentities(["admins", "AWSReservedSSO_Admin_*"], []) };
        var policy = Wide("all") with { Uses = 3 };
        IamEntity[] seen =
        [
            policy,
            Entity(IamKind.Group, "admins") with
            {
                Attached = [policy.Arn],
            },
            Entity(IamKind.Role, "AWSReservedSSO_Admin_0123") with
            {
                Attached = [policy.Arn],
            },
        ];

        Assert.DoesNotContain(Report(estate, seen), finding => finding.IsProblem);
        Assert.Contains(
            Report(estate, seen),
            finding => finding.Text.EndsWith("; known administrators: 2", StringComparison.Ordinal)
        );

        var other = Entity(IamKind.Role, "admin") with { Attached = [policy.Arn] };
        Assert.Equal(
            "policy all allows * on *: attached to role admin",
            Report(estate, [.. seen, other]).Single(finding => finding.IsProblem).Text
        );
    }

    [Fact]
    public void Holders_AreNamedUpToFive()
    {
        var policy = Wide("all") with { Uses = 7 };
        var roles = Enumerable
            .Range(1, 7)
            .Select(at => Entity(IamKind.Role, $"r{at}") with { Attached = [policy.Arn] });

        Assert.Equal(
            "policy all allows * on *: attached to role r1, role r2, role r3, role r4, role r5 and 2 more",
            Report([policy, .. roles]).Single(finding => finding.IsProblem).Text
        );
    }

    /// <summary>What nobody has allows nobody anything.</summary>
    [Fact]
    public void WidePolicy_ThatIsAttachedToNothingIsOnlyUnused() =>
        Assert.Equal(
            [(FindingLevel.Warning, "policy all is attached to nothing")],
            Problems(Report(Wide("all") with { Uses = 0 }))
        );

    [Theory]
    [InlineData(TrustKind.Anybody, "*", false, FindingLevel.Danger, "anybody with an AWS account may assume role r")]
    [InlineData(
        TrustKind.Anybody,
        "*",
        true,
        FindingLevel.Warning,
        "anybody with an AWS account may assume role r, under a condition"
    )]
    [InlineData(
        TrustKind.WebIdentity,
        "x.example",
        false,
        FindingLevel.Danger,
        "whoever signs in at x.example may assume role r"
    )]
    [InlineData(
        TrustKind.Account,
        "210987654321",
        false,
        FindingLevel.Warning,
        "account 210987654321 may assume role r"
    )]
    [InlineData(
        TrustKind.Account,
        "210987654321",
        true,
        FindingLevel.Warning,
        "account 210987654321 may assume role r, under a condition"
    )]
    [InlineData(TrustKind.Account, "123456789012", false, null, null)]
    [InlineData(TrustKind.Account, "111122223333", false, null, null)]
    [InlineData(TrustKind.Account, "444455556666", false, null, null)]
    public void Trust_IsForThoseWhoAreMeant(
        TrustKind kind,
        string id,
        bool isConditional,
        FindingLevel? level,
        string? says
    )
    {
        // The roles' own account, the estate's, and one that the estate names.
        var estate = s_estate with
        {
            Account = "111122223333",
            Iam = new KnownIdentities(["r"], ["444455556666"]),
        };
        var role = Entity(IamKind.Role, "r") with { Trusts = [new TrustedPrincipal(kind, id, isConditional)] };
        var problem = Report(estate, role).SingleOrDefault(finding => finding.IsProblem);

        Assert.Equal((level, says), (problem?.Level, problem?.Text));
    }

    [Theory]
    [InlineData(500, 90, null)]
    [InlineData(500, 91, "role r was last used 91 days ago")]
    [InlineData(91, null, "role r is 91 days old, and AWS knows of no use")]
    [InlineData(90, null, null)]
    [InlineData(null, 91, "role r was last used 91 days ago")]
    [InlineData(null, null, null)]
    public void Role_IsUnusedAfterNinetyDays(int? age, int? unused, string? says)
    {
        var role = Entity(IamKind.Role, "r") with
        {
            MadeAt = age is { } days ? s_now.AddDays(-days) : null,
            UsedAt = unused is { } ago ? s_now.AddDays(-ago) : null,
        };

        Assert.Equal(says, Report(role).SingleOrDefault(finding => finding.IsProblem)?.Text);
        Assert.DoesNotContain(Report(role with { IsServiceLinked = true }), finding => finding.IsProblem);
        Assert.DoesNotContain(Report(role with { Kind = IamKind.User }), finding => finding.IsProblem);
    }

    [Fact]
    public void Role_IsUnusedByTheEstatesDays()
    {
        var estate = s_estate with
        {
            Checks = Settings.None.With(new Setting<IamReviewPolicy>(Mode.Observe, new IamReviewPolicy(10))),
        };
        var role = Entity(IamKind.Role, "r") with { UsedAt = s_now.AddDays(-11) };

        Assert.Contains(Report(estate, role), finding => finding.IsProblem);
        Assert.DoesNotContain(Report(role), finding => finding.IsProblem);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(null, false)]
    public void Policy_IsUnusedWhereIamSaysSo(int? uses, bool isUnused) =>
        Assert.Equal(
            isUnused,
            Report(Entity(IamKind.Policy, "p") with { Uses = uses })
                .Any(finding => finding is { Level: FindingLevel.Warning, Text: "policy p is attached to nothing" })
        );

    [Fact]
    public void Unreadable_IsMissingAndTheRestIsJudged()
    {
        var seen = new[]
        {
            Entity(IamKind.Role, "r") with
            {
                Unreadable = ["trust policy", "inline policy x"],
            },
            Entity(IamKind.Policy, "p") with
            {
                Uses = 0,
            },
        };

        Assert.Equal(
            [
                (FindingLevel.Warning, "policy p is attached to nothing"),
                (FindingLevel.Missing, "of role r the trust policy could not be read"),
                (FindingLevel.Missing, "of role r the inline policy x could not be read"),
            ],
            Problems(Report(seen))
        );
    }

    [Fact]
    public void Problems_OfEachKindAreBounded()
    {
        var roles = Enumerable
            .Range(0, 40)
            .Select(at => Entity(IamKind.Role, $"r{at:00}") with { UsedAt = s_now.AddDays(-100 - at) });
        var policies = Enumerable.Range(0, 40).Select(at => Entity(IamKind.Policy, $"p{at:00}") with { Uses = 0 });
        var findings = Report([.. roles, .. policies]).Where(finding => finding.IsProblem).ToList();

        Assert.Equal(22, findings.Count);
        Assert.Equal("role r39 was last used 139 days ago", findings[0].Text);
        Assert.Equal("30 further unused roles", findings[10].Text);
        Assert.Equal("30 further unused policies", findings[21].Text);
        Assert.Equal(22, findings.Select(finding => finding.Key).Distinct().Count());
    }

    [Fact]
    public void Denied_IsMissingAndForgetsNothing()
    {
        var memory = Memory(("role r", "t1"));
        var report = Decide(
            Situation(s_estate, Fact.Missing<AccountIdentities>("AccessDenied: no"), memory, isScheduled: true)
        );

        Assert.Equal(
            [(FindingLevel.Missing, "users, roles and policies could not be seen: AccessDenied: no")],
            Problems(report.Findings)
        );
        Assert.Same(memory, report.Keep);
    }

    [Theory]
    [InlineData("""{"knownAdministrators":["admin","AWSReservedSSO_*"],"knownAccounts":["123456789012"]}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", "$.iam")]
    [InlineData("""{"knownAdministrators":"admin"}""", "$.iam.knownAdministrators")]
    [InlineData("""{"knownAdministrators":["a/b"]}""", "$.iam.knownAdministrators[0]")]
    [InlineData("""{"knownAccounts":["12345678901"]}""", "$.iam.knownAccounts[0]")]
    [InlineData("""{"knownAccounts":[123456789012]}""", "$.iam.knownAccounts[0]")]
    [InlineData("""{"administrators":[]}""", "$.iam.administrators")]
    public void KnownIdentities_AreReadOrNamed(string text, string? path) =>
        Assert.Equal(
            path,
            EstateFiles
                .ErrorsAfter(root => root["iam"] = JsonNode.Parse(text))
                .Select(error => error.Path)
                .FirstOrDefault()
        );

    internal static IamEntity Entity(IamKind kind, string name) =>
        new(kind, name, $"arn:aws:iam::123456789012:{kind}/{name}");

    internal static CheckMemory.IamReview Memory(params ReadOnlySpan<(string Name, string Parts)> entities)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, parts) in entities)
        {
            all.Add(name, parts);
        }

        return new CheckMemory.IamReview(s_now.AddDays(-31), all.ToImmutable());
    }

    internal static CheckDecision.Report Decide(CheckSituation situation)
    {
        var check = new IamReviewProcedure();
        var asked = situation with { Seen = Evidence.NotAsked };
        Assert.IsType<AccountPermissions>(Assert.IsType<CheckDecision.Look>(check.Decide(asked)).About);
        return Assert.IsType<CheckDecision.Report>(check.Decide(situation));
    }

    internal static CheckSituation Situation(
        Estate estate,
        Fact<AccountIdentities> seen,
        CheckMemory? memory,
        bool isScheduled
    ) =>
        new(
            estate,
            new IamReviewProcedure().PartsOf(estate)[0],
            new CheckRun(s_now, s_now) { ScheduledFor = isScheduled ? s_now : null },
            Evidence.NotAsked.With(IdentityLooks.Identities, seen),
            [],
            memory is null ? null : new CheckReport(s_now, s_now, []) { Keep = memory },
            s_now
        );

    private static IamEntity Wide(string name) =>
        Entity(IamKind.Policy, name) with
        {
            Policies = [new PolicyGrants(name, [new WideGrant(GrantReach.All, "* on *", IsConditional: false)])],
        };

    private static ImmutableArray<Finding> Report(params IamEntity[] seen) => Report(s_estate, seen);

    private static ImmutableArray<Finding> Report(Estate estate, params IamEntity[] seen) =>
        Decide(
            Situation(estate, Fact.Known(new AccountIdentities([.. seen]), s_now), null, isScheduled: true)
        ).Findings;

    private static Finding Finding(ImmutableArray<Finding> findings, string key) =>
        findings.Single(finding => finding.Key.StartsWith(key, StringComparison.Ordinal));

    private static IEnumerable<(FindingLevel Level, string Text)> Problems(ImmutableArray<Finding> findings) =>
        findings.Where(finding => finding.IsProblem).Select(finding => (finding.Level, finding.Text));
}
