using System.Collections.Immutable;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using static LambdaOps.Core.Tests.Procedures.IamReview.IamReviewTests;

namespace LambdaOps.Core.Tests.Procedures.IamReview;

/// <summary>What has changed since the month before, and what is remembered for the next.</summary>
public sealed class IdentityDriftTests
{
    private static readonly DateTimeOffset s_now = new(2026, 2, 1, 8, 40, 0, TimeSpan.Zero);

    private static readonly Estate s_estate = new("shop", null, "eu-west-1", "UTC", [], []);

    [Fact]
    public void FirstRun_OnlyRemembers()
    {
        var report = Run(null, Role("r", ('t', "1"), ('p', "2")), Entity(IamKind.Group, "g"));

        Assert.Equal(
            (
                FindingLevel.Fine,
                "2 users, roles and policies are remembered; there is nothing to hold them against yet"
            ),
            Drift(report).Single()
        );
        var kept = Assert.IsType<CheckMemory.IamReview>(report.Keep);
        Assert.Equal(s_now, kept.Since);
        Assert.Equal(["group g=", "role r=t1 p2"], kept.Entities.Select(one => $"{one.Key}={one.Value}"));
    }

    [Fact]
    public void Changes_AreNamedWithTheirParts()
    {
        var before = Memory(("role gone", "t1"), ("role r", "t1 p2 b3"), ("role same", "t1"), ("user ci", "g1 a2"));
        var report = Run(
            before,
            Role("r", ('t', "9"), ('p', "9"), ('b', "3")),
            Role("same", ('t', "1")),
            Role("new", ('t', "1")),
            Entity(IamKind.User, "ci") with
            {
                Parts = [new IamPart('g', "9"), new IamPart('a', "2")],
            }
        );

        Assert.Equal(
            [
                (FindingLevel.Warning, "IAM drift since 2026-01-01: role gone is gone"),
                (FindingLevel.Warning, "IAM drift since 2026-01-01: role new is new"),
                (
                    FindingLevel.Warning,
                    "IAM drift since 2026-01-01: role r has changed (trust policy, inline policies)"
                ),
                (FindingLevel.Warning, "IAM drift since 2026-01-01: user ci has changed (groups)"),
            ],
            Drift(report)
        );
        Assert.Equal(s_now, Assert.IsType<CheckMemory.IamReview>(report.Keep).Since);
    }

    [Fact]
    public void NoChange_IsFine() =>
        Assert.Equal(
            [(FindingLevel.Fine, "IAM drift since 2026-01-01: none")],
            Drift(Run(Memory(("role r", "t1 p2")), Role("r", ('p', "2"), ('t', "1"))))
        );

    /// <summary>Another version wrote or wants parts that this one does not know.</summary>
    [Theory]
    [InlineData("t1", "t1 z5", null)]
    [InlineData("t1 z5", "t1", null)]
    [InlineData("t1 z5", "t1 z6", "another part")]
    [InlineData("", "t1", null)]
    public void Parts_ThatOnlyOneKnowsAreNoDrift(string before, string now, string? says)
    {
        var parts = now.Split(' ').Select(part => (part[0], part[1..])).ToArray();

        Assert.Equal(
            says is null
                ? "IAM drift since 2026-01-01: none"
                : $"IAM drift since 2026-01-01: role r has changed ({says})",
            Drift(Run(Memory(("role r", before)), Role("r", parts))).Single().Text
        );
    }

    [Fact]
    public void Since_IsADayByTheEstatesClock() =>
        Assert.StartsWith(
            "IAM drift since 2025-12-31: ",
            Drift(
                    Decide(
                        Situation(
                            s_estate with
                            {
                                TimeZone = "America/Los_Angeles",
                            },
                            Known(),
                            Memory() with
                            {
                                Since = new DateTimeOffset(2026, 1, 1, 7, 0, 0, TimeSpan.Zero),
                            },
                            isScheduled: true
                        )
                    )
                )
                .Single()
                .Text
        );

    /// <summary>A look in between would hide what changed before it.</summary>
    [Fact]
    public void RunByAPerson_DoesNotReplaceWhatIsRemembered()
    {
        var before = Memory(("role r", "t1"));
        var seen = Known(Role("r", ('t', "2")));

        Assert.Same(before, Decide(Situation(s_estate, seen, before, isScheduled: false)).Keep);
        Assert.NotSame(before, Decide(Situation(s_estate, seen, before, isScheduled: true)).Keep);
        Assert.NotNull(Decide(Situation(s_estate, seen, null, isScheduled: false)).Keep);
    }

    [Fact]
    public void Incomplete_IsMissingAndForgetsNothing()
    {
        var before = Memory(("role gone", "t1"));
        var seen = Fact.Known(new AccountIdentities([Role("r")]) { WhyIncomplete = "no more pages" }, s_now);
        var report = Decide(Situation(s_estate, seen, before, isScheduled: true));

        Assert.Equal(
            [
                "not all users, roles and policies were seen: no more pages",
                "whether anything has changed could not be seen, as not all users, roles and policies were",
            ],
            report.Findings.Where(finding => finding.Level == FindingLevel.Missing).Select(finding => finding.Text)
        );
        Assert.Same(before, report.Keep);
    }

    [Theory]
    [InlineData(2000, 64, true)]
    [InlineData(2001, 4, false)]
    [InlineData(1900, 160, false)]
    public void Memory_IsBounded(int count, int letters, bool fits)
    {
        var roles = Enumerable.Range(0, count).Select(at => Role(Name(at, letters), ('t', "0123456789ab"))).ToArray();
        var report = Run(null, roles);

        Assert.Equal(fits, report.Keep is not null);
        Assert.Equal(fits ? FindingLevel.Fine : FindingLevel.Missing, Drift(report).Single().Level);
        if (!fits)
        {
            Assert.Equal(
                $"{count} users, roles and policies are more than can be remembered: nobody sees what changes",
                Drift(report).Single().Text
            );
        }
    }

    /// <summary>JSON writes a plus with six letters.</summary>
    [Fact]
    public void Memory_IsMeasuredAsItIsWritten() =>
        Assert.Null(Run(null, [.. Enumerable.Range(0, 1000).Select(at => Role(new string('+', 60) + at))]).Keep);

    [Fact]
    public void Changes_AreBounded()
    {
        var report = Run(Memory(), [.. Enumerable.Range(10, 25).Select(at => Role($"r{at}"))]);
        var drift = Drift(report).ToList();

        Assert.Equal(11, drift.Count);
        Assert.Equal("15 further IAM drift since 2026-01-01", drift[^1].Text);
    }

    private static string Name(int at, int letters) => FormattableString.Invariant($"{at}").PadLeft(letters, 'x');

    private static IamEntity Role(string name, params (char Letter, string Digest)[] parts) =>
        Entity(IamKind.Role, name) with
        {
            Parts = [.. parts.Select(part => new IamPart(part.Letter, part.Digest))],
        };

    private static Fact<AccountIdentities> Known(params IamEntity[] seen) =>
        Fact.Known(new AccountIdentities([.. seen]), s_now);

    private static CheckDecision.Report Run(CheckMemory? before, params IamEntity[] seen) =>
        Decide(Situation(s_estate, Known(seen), before, isScheduled: true));

    private static IEnumerable<(FindingLevel Level, string Text)> Drift(CheckDecision.Report report) =>
        report
            .Findings.Where(finding => finding.Key.Contains("drift", StringComparison.Ordinal))
            .Select(finding => (finding.Level, finding.Text));
}
