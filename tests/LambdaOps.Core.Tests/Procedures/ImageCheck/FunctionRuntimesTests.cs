using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.ImageCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.ImageCheck;

/// <summary>Runtimes of Lambda functions at the day of their end; what is not known is never fine.</summary>
public class FunctionRuntimesTests
{
    private static readonly ImageCheckProcedure s_check = new();

    /// <summary>It is the 15th of January 2026.</summary>
    [Theory]
    [InlineData("nodejs18.x", FindingLevel.Danger, "which AWS deprecated on 2025-09-01, 136 days ago")]
    [InlineData("nodejs20.x", FindingLevel.Warning, "which AWS deprecates on 2026-04-30, in 105 days")]
    [InlineData("python3.9", FindingLevel.Danger, "which AWS deprecated on 2025-12-15, 31 days ago")]
    [InlineData("provided.al2023", FindingLevel.Fine, "which AWS deprecates on 2029-06-30")]
    [InlineData("nodejs99.x", FindingLevel.Missing, "LambdaOps does not know when AWS deprecates it")]
    [InlineData("NODEJS18.X", FindingLevel.Missing, "LambdaOps does not know")]
    public void Runtime_IsJudgedByAwssDate(string id, FindingLevel level, string says)
    {
        var finding = Assert.Single(Findings(new FunctionRuntimes([new FunctionRuntime(id, 1, ["mailer"])])));

        Assert.Equal((level, $"functions on {id}"), (finding.Level, finding.Key));
        Assert.StartsWith($"1 Lambda function (mailer) is on {id}", finding.Text, StringComparison.Ordinal);
        Assert.Contains(says, finding.Text, StringComparison.Ordinal);
    }

    /// <summary>The end is the 30th of April 2027, and 180 days before is early enough.</summary>
    [Theory]
    [InlineData(1, FindingLevel.Danger)]
    [InlineData(0, FindingLevel.Warning)]
    [InlineData(-179, FindingLevel.Warning)]
    [InlineData(-180, FindingLevel.Fine)]
    public void End_IsADayWithFixes(int daysAfter, FindingLevel level)
    {
        var now = new DateTimeOffset(2027, 4, 30, 12, 0, 0, TimeSpan.Zero).AddDays(daysAfter);
        var seen = new FunctionRuntimes([new FunctionRuntime("nodejs22.x", 1, ["mailer"])]);

        Assert.Equal(level, Assert.Single(Findings(seen, now: now)).Level);
    }

    [Fact]
    public void Functions_AreNamedAndCounted() =>
        Assert.StartsWith(
            "7 Lambda functions (a, b, c, d, e, …) are on nodejs18.x",
            Assert
                .Single(
                    Findings(new FunctionRuntimes([new FunctionRuntime("nodejs18.x", 7, ["a", "b", "c", "d", "e"])]))
                )
                .Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(false, FindingLevel.Missing, "name what they are built on in baseImages")]
    [InlineData(true, FindingLevel.Fine, "stands in baseImages")]
    public void Image_IsKnownByWhatTheEstateSaysOfIt(bool isNamed, FindingLevel level, string says)
    {
        var estate = Some.Estate with { BaseImages = isNamed ? [ImageReference.Read("node:24")] : [] };
        var seen = new FunctionRuntimes([new FunctionRuntime(null, 2, ["boxed", "packed"])]);

        var finding = Assert.Single(Findings(seen, estate), one => one.Key == "functions of images");

        Assert.Equal(level, finding.Level);
        Assert.Contains(says, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ListThatWasCut_IsMissing()
    {
        var seen = new FunctionRuntimes([new FunctionRuntime("nodejs24.x", 3000, ["a"])]) { IsCut = true };

        Assert.Contains(
            Findings(seen),
            one =>
                one
                    is {
                        Level: FindingLevel.Missing,
                        Text: "there are more Lambda functions than the 3000 that were read"
                    }
        );
    }

    /// <summary>What is denied hides no image.</summary>
    [Fact]
    public void ListThatIsDenied_IsMissingWithItsReason()
    {
        var seen = Evidence
            .NotAsked.Shows(ImageLooks.InUse, new ImagesInUse([], []))
            .Hides(FunctionLooks.Runtimes, "AccessDenied");

        Assert.Equal(
            new Finding(
                FindingLevel.Missing,
                "functions",
                "what Lambda functions run on could not be seen: AccessDenied"
            ),
            Assert.Single(Findings(seen, Some.Estate, Some.Now))
        );
    }

    private static System.Collections.Immutable.ImmutableArray<Finding> Findings(
        FunctionRuntimes seen,
        Estate? estate = null,
        DateTimeOffset? now = null
    ) =>
        Findings(
            Evidence.NotAsked.Shows(ImageLooks.InUse, new ImagesInUse([], [])).Shows(FunctionLooks.Runtimes, seen),
            estate ?? Some.Estate,
            now ?? Some.Now
        );

    private static System.Collections.Immutable.ImmutableArray<Finding> Findings(
        Evidence seen,
        Estate estate,
        DateTimeOffset now
    ) =>
        Assert
            .IsType<CheckDecision.Report>(
                s_check.Decide(
                    new CheckSituation(
                        estate,
                        s_check.PartsOf(estate)[0],
                        new CheckRun(Some.Now, Some.Now),
                        seen,
                        [],
                        Last: null,
                        now
                    )
                )
            )
            .Findings;
}
