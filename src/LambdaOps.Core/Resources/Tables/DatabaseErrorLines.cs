using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>Lines of services' logs that speak of DynamoDB, the most frequent first.</summary>
public sealed record DatabaseErrorLines(ImmutableArray<DatabaseErrorLine> Most)
{
    private static readonly (string Means, string[] Words)[] s_causes =
    [
        ("credentials", ["AccessDenied", "UnrecognizedClient", "ExpiredToken", "InvalidSignature", "not authorized"]),
        (
            "endpoint or network",
            ["ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "timed out", "Connect", "EndpointDiscovery"]
        ),
        ("no such table", ["ResourceNotFound"]),
        ("throttling", ["ProvisionedThroughputExceeded", "Throttling", "RequestLimitExceeded"]),
        ("DynamoDB itself", ["InternalServerError", "ServiceUnavailable"]),
    ];

    /// <summary>The estate names no log group of a service that uses the table.</summary>
    public static DatabaseErrorLines NoLogs { get; } = new([]) { HasLogs = false };

    public bool HasLogs { get; private init; } = true;

    public override string ToString() =>
        !HasLogs ? "the estate names no log group"
        : Most.IsEmpty ? "the logs show no DynamoDB error"
        : string.Join(
            ", ",
            Most.GroupBy(line => MeaningOf(line.Text))
                .OrderByDescending(same => same.Sum(line => line.Count))
                .Select(same =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{same.Key} {same.Sum(line => line.Count)} times (\"{same.First().Text}\")"
                    )
                )
        );

    /// <summary>What a line points at, by the names of the SDKs' errors.</summary>
    public static string MeaningOf(string line) =>
        s_causes
            .FirstOrDefault(cause => cause.Words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Means
        ?? "other errors";
}

/// <param name="Text">The line, shortened.</param>
/// <param name="Count">How often it was written in the last quarter of an hour.</param>
public sealed record DatabaseErrorLine(string Text, long Count);
