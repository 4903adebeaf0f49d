using System.Collections.Frozen;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>The days on which AWS deprecates Lambda's runtimes: from then on it fixes nothing in them.</summary>
/// <remarks>
/// Of AWS's page "Lambda runtimes" (docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html), columns "Deprecation date",
/// as of 2026-11; those in the future are AWS's forecast. The publishers' own dates are <see cref="RuntimeFamily"/>: AWS's
/// are later for some, and count here.
/// </remarks>
public static class LambdaRuntime
{
    private static readonly FrozenDictionary<string, DateOnly> s_ends = Read(
        // Supported runtimes.
        ("nodejs24.x", "2028-04-30"),
        ("nodejs22.x", "2027-04-30"),
        ("python3.14", "2029-06-30"),
        ("python3.13", "2029-06-30"),
        ("python3.12", "2028-10-31"),
        ("python3.11", "2027-06-30"),
        ("java25", "2029-06-30"),
        ("java21", "2029-06-30"),
        ("java17.al2023", "2029-06-30"),
        ("java11.al2023", "2029-06-30"),
        ("java8.al2023", "2029-06-30"),
        ("java17", "2027-06-30"),
        ("java11", "2027-06-30"),
        ("java8.al2", "2027-06-30"),
        ("dotnet10", "2028-11-14"),
        ("ruby4.0", "2029-03-31"),
        ("ruby3.4", "2028-03-31"),
        ("ruby3.3", "2027-03-31"),
        ("provided.al2023", "2029-06-30"),
        // Deprecated in 2025 and 2026.
        ("dotnet8", "2026-11-10"),
        ("python3.10", "2026-10-31"),
        ("provided.al2", "2026-07-31"),
        ("nodejs20.x", "2026-04-30"),
        ("ruby3.2", "2026-03-31"),
        ("python3.9", "2025-12-15"),
        ("nodejs18.x", "2025-09-01"),
        // Deprecated before.
        ("dotnet6", "2024-12-20"),
        ("python3.8", "2024-10-14"),
        ("nodejs16.x", "2024-06-12"),
        ("dotnet7", "2024-05-14"),
        ("java8", "2024-01-08"),
        ("go1.x", "2024-01-08"),
        ("provided", "2024-01-08"),
        ("ruby2.7", "2023-12-07"),
        ("nodejs14.x", "2023-12-04"),
        ("python3.7", "2023-12-04"),
        ("dotnetcore3.1", "2023-04-03"),
        ("nodejs12.x", "2023-03-31"),
        ("python3.6", "2022-07-18"),
        ("dotnetcore2.1", "2022-01-05"),
        ("nodejs10.x", "2021-07-30"),
        ("ruby2.5", "2021-07-30"),
        ("python2.7", "2021-07-15"),
        ("nodejs8.10", "2020-03-06"),
        ("nodejs4.3", "2020-03-05"),
        ("nodejs6.10", "2019-08-12"),
        ("dotnetcore2.0", "2019-05-30"),
        ("nodejs4.3-edge", "2019-04-30"),
        ("nodejs", "2016-10-31")
    );

    /// <summary>The day on which AWS deprecates it; null where the table does not have it.</summary>
    /// <param name="id">As Lambda writes it: nodejs22.x.</param>
    public static DateOnly? EndOf(string id) => s_ends.TryGetValue(id, out var day) ? day : null;

    private static FrozenDictionary<string, DateOnly> Read(params ReadOnlySpan<(string Id, string EndsOn)> ends)
    {
        var all = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var (id, day) in ends)
        {
            all.Add(id, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
