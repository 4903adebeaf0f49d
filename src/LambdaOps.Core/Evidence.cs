namespace LambdaOps.Core;

/// <summary>All that was looked at before anything is decided: looks, and what each gave.</summary>
public sealed class Evidence
{
    /// <summary>In the order in which they were asked; so few that a walk finds one sooner than a hash.</summary>
    private readonly (Look Look, Fact Fact)[] _facts;

    private Evidence((Look Look, Fact Fact)[] facts) => _facts = facts;

    /// <summary>Nothing has been asked.</summary>
    public static Evidence NotAsked { get; } = new([]);

    /// <summary>
    /// The reasons of what could not be seen and has to be, each with its place; empty when all of that is known.
    /// </summary>
    public IReadOnlyList<string> Gaps => Missing(isOptional: false) ?? (IReadOnlyList<string>)[];

    /// <summary>The reasons of what could not be seen and need not be, each with its place.</summary>
    public IReadOnlyList<string> Unseen => Missing(isOptional: true) ?? (IReadOnlyList<string>)[];

    /// <summary>What the look gave.</summary>
    public Fact<T> Of<T>(Look<T> look)
        where T : class => IndexOf(look) is >= 0 and var at ? (Fact<T>)_facts[at].Fact : Fact.NotAsked<T>();

    /// <summary>The same with what a look gave in place of what it gave before.</summary>
    public Evidence With<T>(Look<T> look, Fact<T> fact)
        where T : class => With([(look, fact)]);

    /// <summary>The same with what looks gave in place of what they gave before.</summary>
    public Evidence With(ReadOnlySpan<(Look Look, Fact Fact)> seen)
    {
        var facts = new List<(Look Look, Fact Fact)>(_facts.Length + seen.Length);
        facts.AddRange(_facts);
        foreach (var (look, fact) in seen)
        {
            if (!look.Fits(fact))
            {
                throw new ArgumentException($"{fact} is no answer to the look at {look}", nameof(seen));
            }

            if (IndexOf(look) is >= 0 and var at)
            {
                facts[at] = (look, fact);
            }
            else
            {
                facts.Add((look, fact));
            }
        }

        return new Evidence([.. facts]);
    }

    private List<string>? Missing(bool isOptional)
    {
        List<string>? reasons = null;
        foreach (var (look, fact) in _facts)
        {
            if (look.IsOptional == isOptional && fact.WhyMissing is { } reason)
            {
                (reasons ??= []).Add($"{look.Name}: {reason}");
            }
        }

        return reasons;
    }

    private int IndexOf(Look look)
    {
        for (var at = 0; at < _facts.Length; at++)
        {
            if (_facts[at].Look.Equals(look))
            {
                return at;
            }
        }

        return -1;
    }
}
