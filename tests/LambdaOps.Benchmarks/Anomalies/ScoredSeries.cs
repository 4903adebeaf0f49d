using System.Collections.Immutable;
using LambdaOps.Core.Backtests;

namespace LambdaOps.Benchmarks.Anomalies;

/// <summary>A series with its labels.</summary>
/// <param name="Name">Its file, relative to the folder, with slashes.</param>
/// <param name="Times">In the order of the file; UTC, where the file says no zone.</param>
internal sealed record LabelledSeries(
    string Name,
    ImmutableArray<DateTimeOffset> Times,
    ImmutableArray<double> Values,
    ImmutableArray<MarkedWindow> Windows
);

/// <summary>A series with what a detector made of it.</summary>
/// <param name="Scores">Of each row, from 0 to 1.</param>
internal sealed record ScoredSeries(
    string Name,
    ImmutableArray<DateTimeOffset> Times,
    ImmutableArray<double> Scores,
    ImmutableArray<MarkedWindow> Windows
);
