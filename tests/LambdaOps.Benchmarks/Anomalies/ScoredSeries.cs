using System.Collections.Immutable;

namespace LambdaOps.Benchmarks.Anomalies;

/// <summary>When there was an anomaly, as people have labelled it; both ends belong to it.</summary>
internal sealed record Window(DateTimeOffset From, DateTimeOffset To);

/// <summary>A series with its labels.</summary>
/// <param name="Name">Its file, relative to the folder, with slashes.</param>
/// <param name="Times">In the order of the file; UTC, where the file says no zone.</param>
internal sealed record LabelledSeries(
    string Name,
    ImmutableArray<DateTimeOffset> Times,
    ImmutableArray<double> Values,
    ImmutableArray<Window> Windows
);

/// <summary>A series with what a detector made of it.</summary>
/// <param name="Scores">Of each row, from 0 to 1.</param>
internal sealed record ScoredSeries(
    string Name,
    ImmutableArray<DateTimeOffset> Times,
    ImmutableArray<double> Scores,
    ImmutableArray<Window> Windows
);
