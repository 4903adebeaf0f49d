using System.Globalization;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ImageCheck;

/// <summary>What is said of what Lambda functions run on, a line for each runtime. What is not known is never fine.</summary>
internal static class FunctionJudgement
{
    /// <param name="areBasesNamed">Whether the estate says what images are built on.</param>
    public static IEnumerable<Finding> Of(
        Fact<FunctionRuntimes> seen,
        ImageCheckPolicy policy,
        DateOnly today,
        bool areBasesNamed
    )
    {
        if (seen is not Fact<FunctionRuntimes>.Known { Value: var functions })
        {
            yield return new Finding(
                FindingLevel.Missing,
                "functions",
                $"what Lambda functions run on could not be seen: {seen.WhyUnknown}"
            );
            yield break;
        }

        foreach (var group in functions.All)
        {
            yield return group.Id is { } runtime
                ? Of(group, runtime, policy, today)
                : new Finding(
                    areBasesNamed ? FindingLevel.Fine : FindingLevel.Missing,
                    "functions of images",
                    $"{InWords(group)} deployed as container images: "
                        + (
                            areBasesNamed
                                ? "what they are built on stands in baseImages"
                                : "name what they are built on in baseImages, as Lambda does not say it"
                        )
                );
        }

        if (functions.IsCut)
        {
            yield return new Finding(
                FindingLevel.Missing,
                "more functions",
                Text($"there are more Lambda functions than the {functions.All.Sum(one => one.Count)} that were read")
            );
        }
    }

    private static Finding Of(FunctionRuntime group, string runtime, ImageCheckPolicy policy, DateOnly today)
    {
        var key = $"functions on {runtime}";
        if (LambdaRuntime.EndOf(runtime) is not { } end)
        {
            return new Finding(
                FindingLevel.Missing,
                key,
                $"{InWords(group)} on {runtime}: LambdaOps does not know when AWS deprecates it"
            );
        }

        var days = end.DayNumber - today.DayNumber;
        return new Finding(
            policy.LevelOf(days),
            key,
            $"{InWords(group)} on {runtime}, which AWS "
                + (
                    days < 0
                        ? Text($"deprecated on {end:yyyy-MM-dd}, {-days} days ago, and no longer fixes")
                        : Text($"deprecates on {end:yyyy-MM-dd}, in {days} days")
                )
        );
    }

    /// <summary>"2 Lambda functions (a, b) are"</summary>
    private static string InWords(FunctionRuntime group) =>
        Text($"{group.Count} Lambda function{(group.Count == 1 ? "" : "s")} ({string.Join(", ", group.Names)}")
        + (group.Names.Length < group.Count ? ", …" : "")
        + (group.Count == 1 ? ") is" : ") are");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
