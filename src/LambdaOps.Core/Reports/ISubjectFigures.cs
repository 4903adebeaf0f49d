using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Reports;

/// <summary>What a report says in figures of a service, a table or the users.</summary>
public interface ISubjectFigures
{
    /// <summary>As the estate names it.</summary>
    string Subject { get; }

    /// <summary>Why none is known; null where something is.</summary>
    string? WhyMissing { get; }

    /// <returns>Null where it is not known.</returns>
    double? Of(Figure figure);
}

public static class SubjectFigures
{
    /// <summary>How the requests are meant that a table refused.</summary>
    public static FindingLevel ThrottledLevel(this ISubjectFigures table) =>
        table.WhyMissing is not null ? FindingLevel.Missing
        : table.Of(Figure.Throttled) > 0 ? FindingLevel.Warning
        : FindingLevel.Fine;
}
