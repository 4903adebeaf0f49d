using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.AccessKeys;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.AccessKeys;

public sealed class AccessKeysTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 19, 8, 20, 0, TimeSpan.Zero);

    private static readonly Estate s_estate = new("shop", null, "eu-west-1", "UTC", [], []);

    private static readonly UserCredentials s_root = new(
        UserCredentials.Root,
        HasPassword: null,
        HasMfa: true,
        [new(1, false, null, null)]
    );

    [Theory]
    [InlineData(true, 90, 0, null)]
    [InlineData(true, 91, 0, "(number 2), 91 days old, last used 0 days ago")]
    [InlineData(true, 90, 90, null)]
    [InlineData(true, 90, 91, "(number 2), 90 days old, last used 91 days ago")]
    [InlineData(true, 7, null, null)]
    [InlineData(true, 8, null, "(number 2), 8 days old, with no known use")]
    [InlineData(true, -1, null, null)]
    [InlineData(false, 900, null, null)]
    [InlineData(null, 900, null, null)]
    public void Decide_WarnsOfAKeyThatIsOldOrUnused(bool? isActive, int age, int? unused, string? says)
    {
        var key = new UserAccessKey(2, isActive, Before(age), unused is { } days ? Before(days) : null);
        var problem = Report(User(key)).SingleOrDefault(finding => finding.IsProblem);

        Assert.Equal(says is null ? null : FindingLevel.Warning, problem?.Level);
        Assert.Equal(says is null ? null : $"user ci has an active access key {says}", problem?.Text);
    }

    [Fact]
    public void Decide_GoesByTheEstatesDays()
    {
        var estate = s_estate with
        {
            Checks = Settings.None.With(new Setting<AccessKeysPolicy>(Mode.Observe, new AccessKeysPolicy(10, 5, 0))),
        };
        UserAccessKey[] keys = [new(1, true, Before(11), Before(0)), new(2, true, Before(6), Before(6))];

        Assert.Equal(2, Report(Known(s_root, User(keys)), estate).Count(finding => finding.IsProblem));
        Assert.DoesNotContain(Report(User(keys)), finding => finding.IsProblem);
    }

    [Theory]
    [InlineData(true, false, FindingLevel.Warning)]
    [InlineData(true, true, FindingLevel.Fine)]
    [InlineData(false, false, FindingLevel.Fine)]
    public void Decide_WarnsOfAPasswordWithoutMfa(bool hasPassword, bool hasMfa, FindingLevel level)
    {
        var worst = Report(User() with { HasPassword = hasPassword, HasMfa = hasMfa }).MaxBy(finding => finding.Level)!;

        Assert.Equal(level, worst.Level);
        Assert.Equal(level == FindingLevel.Warning, worst.Text == "user ci has a console password and no MFA");
    }

    [Theory]
    [InlineData(true, null, true, 1)]
    [InlineData(false, null, false, 1)]
    [InlineData(true, null, false, 2)]
    [InlineData(false, false, false, 0)]
    [InlineData(false, null, true, 0)]
    public void Decide_NamesTheDangersOfRoot(bool hasKey, bool? hasPassword, bool hasMfa, int dangers)
    {
        var root = s_root with
        {
            HasPassword = hasPassword,
            HasMfa = hasMfa,
            Keys = [new(1, hasKey, Before(1), Before(0))],
        };
        var problems = Report(Known(root)).Where(finding => finding.IsProblem).ToList();

        Assert.Equal(dangers, problems.Count);
        Assert.All(problems, problem => Assert.Equal(FindingLevel.Danger, problem.Level));
        Assert.Equal(
            hasKey,
            problems.Exists(problem =>
                problem.Text == "the root user has an active access key (number 1), 1 day old, last used 0 days ago"
            )
        );
    }

    [Fact]
    public void Decide_CountsWhatIsFine()
    {
        var users = new[]
        {
            User(new UserAccessKey(1, true, Before(3), Before(0)), new UserAccessKey(2, false, Before(300), null)),
            User(new UserAccessKey(1, false, null, null)) with
            {
                Name = "tom",
                HasPassword = true,
                HasMfa = true,
            },
        };

        Assert.Equal(
            new Finding(
                FindingLevel.Fine,
                "summary",
                "2 users, 1 active access key, 1 inactive access key, 1 console password; as of 2026-01-19 07:20 UTC"
            ),
            Assert.Single(Report(Known([s_root, .. users])))
        );
    }

    [Fact]
    public void Decide_NeverTakesWhatWasNotSaidForFine()
    {
        var report = new CredentialReport(s_now, [s_root]) { MissingColumns = ["mfa_active"] };
        var unreadable = User() with { HasMfa = null, Unreadable = ["mfa_active", "access_key_1_active"] };

        Assert.Equal(
            [(FindingLevel.Missing, "the credential report has no column mfa_active")],
            Report(Fact.Known(report, s_now)).Select(finding => (finding.Level, finding.Text))
        );
        Assert.Equal(
            (
                FindingLevel.Missing,
                "what the credential report says of user ci could not be read: mfa_active, access_key_1_active"
            ),
            Report(unreadable).Select(finding => (finding.Level, finding.Text)).Single()
        );
        Assert.Equal(
            (FindingLevel.Missing, "the credential report does not have the root user"),
            Report(Known(User())).Select(finding => (finding.Level, finding.Text)).Single()
        );
        Assert.Equal(
            (FindingLevel.Missing, "the credential report could not be seen: AccessDenied: no"),
            Report(Fact.Missing<CredentialReport>("AccessDenied: no"))
                .Select(finding => (finding.Level, finding.Text))
                .Single()
        );
    }

    /// <summary>A danger that was seen is told beside what was not.</summary>
    [Fact]
    public void Decide_TellsWhatItSawBesideWhatItDidNot()
    {
        var root = s_root with { HasMfa = false, Unreadable = ["access_key_1_active"] };

        Assert.Equal([FindingLevel.Danger, FindingLevel.Missing], Report(Known(root)).Select(finding => finding.Level));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(599, true)]
    [InlineData(600, false)]
    public void Decide_WaitsTenMinutesForTheReport(int seconds, bool waits)
    {
        var situation = Situation(Fact.Known(CredentialReport.NotReady("STARTED"), s_now), s_estate) with
        {
            Now = s_now.AddSeconds(seconds),
        };
        var decision = new AccessKeysProcedure().Decide(situation);

        Assert.Equal(waits, decision is CheckDecision.Wait { For.TotalSeconds: 30 });
        Assert.Equal(waits ? null : FindingLevel.Missing, (decision as CheckDecision.Report)?.Findings.Single().Level);
    }

    [Fact]
    public void Decide_NamesSoManyProblemsAtMost_TheWorstFirst()
    {
        var root = s_root with { HasMfa = false };
        var users = Enumerable.Range(0, 60).Select(at => User() with { Name = $"u{at}", HasPassword = true });
        var findings = Report(Known([.. users, root]));

        Assert.Equal(51, findings.Count(finding => finding.IsProblem));
        Assert.Equal("the root user has no MFA", findings.First(finding => finding.IsProblem).Text);
        Assert.Equal("11 further problems of credentials", findings[^1].Text);
    }

    private static DateTimeOffset Before(int days) => s_now.AddDays(-days);

    private static UserCredentials User(params UserAccessKey[] keys) =>
        new("ci", HasPassword: false, HasMfa: false, [.. keys]);

    private static Fact<CredentialReport> Known(params UserCredentials[] users) =>
        Fact.Known(new CredentialReport(s_now.AddHours(-1), [.. users]), s_now);

    private static ImmutableArray<Finding> Report(UserCredentials user) => Report(Known(s_root, user));

    private static CheckSituation Situation(Fact<CredentialReport>? seen, Estate estate)
    {
        var part = new AccessKeysProcedure().PartsOf(estate)[0];
        var evidence = seen is null ? Evidence.NotAsked : Evidence.NotAsked.With(CredentialLooks.Report, seen);
        return new CheckSituation(estate, part, new CheckRun(s_now, s_now), evidence, [], null, s_now);
    }

    private static ImmutableArray<Finding> Report(Fact<CredentialReport> seen, Estate? estate = null)
    {
        var check = new AccessKeysProcedure();
        Assert.IsType<AccountCredentials>(
            Assert.IsType<CheckDecision.Look>(check.Decide(Situation(null, s_estate))).About
        );
        return Assert.IsType<CheckDecision.Report>(check.Decide(Situation(seen, estate ?? s_estate))).Findings;
    }
}
