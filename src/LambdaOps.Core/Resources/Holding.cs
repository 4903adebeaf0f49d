using System.Globalization;
using LambdaOps.Core.Incidents;

namespace LambdaOps.Core.Resources;

/// <summary>What a change takes, and its incident has to restore before it ends.</summary>
/// <param name="what">The thing ("desired count"): of all changes of it, the last one says what is held.</param>
public abstract class Holding(string what)
{
    public string What { get; } = what;

    /// <summary>What is held, in words, when this is the last change of it; null when it is nothing.</summary>
    /// <param name="first">
    /// The first change of it since the incident began or was opened again; null when there was none since.
    /// </param>
    /// <param name="seen">
    /// What it shows that someone else changed by now is held no more; what it does not show counts.
    /// </param>
    public abstract string? Left(Holding? first, Incident incident, Evidence seen);
}

/// <summary>A number that a change moved: a count, a minimum.</summary>
/// <param name="from">What was there before; null when it is not known.</param>
/// <param name="isElse">Whether the evidence shows that another number is there.</param>
public sealed class Quantity(string what, int? from, int to, Func<Evidence, bool> isElse) : Holding(what)
{
    public int? From { get; } = from;

    public int To { get; } = to;

    /// <summary>
    /// Nothing when it is back at what was there before the first step. A return begins anew: what was there at the end
    /// was settled.
    /// </summary>
    public override string? Left(Holding? first, Incident incident, Evidence seen) =>
        first is Quantity { From: var before } && before != To && !isElse(seen)
            ? Text($"the {What} is {To}") + (before is { } count ? Text($" (it was {count})") : "")
            : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
