using System.Globalization;

namespace LambdaOps.Scenarios;

/// <summary>
/// What is too much for each run of the tests is played in turn, another part each day: CI says the day.
/// </summary>
internal static class Turn
{
    /// <summary>An environment variable: a whole number, 0 where it is not set.</summary>
    private const string Day = "LAMBDAOPS_DAY";

    private static readonly int s_day = int.Parse(
        Environment.GetEnvironmentVariable(Day) ?? "0",
        NumberStyles.None,
        CultureInfo.InvariantCulture
    );

    /// <summary>Those whose turn it is, each with a number that is another one the next time.</summary>
    /// <param name="days">So many days it takes until all had their turn.</param>
    public static IEnumerable<(int Number, T Item)> Of<T>(IEnumerable<T> all, int days) =>
        all.Index().Where(one => (one.Index + s_day) % days == 0).Select(one => ((one.Index + s_day) / days, one.Item));
}
