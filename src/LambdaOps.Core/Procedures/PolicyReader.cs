using System.Collections.Immutable;

namespace LambdaOps.Core.Procedures;

/// <summary>
/// Through which a policy says each of its numbers once: name, bounds, default and what it is. On an estate file it
/// reads them; on a recorder it gives the schema and the documentation.
/// </summary>
public abstract class PolicyReader
{
    /// <summary>The longest time that a policy may name: a day, in seconds.</summary>
    public const int Day = 86_400;

    /// <summary>Every number at its default.</summary>
    public static PolicyReader Defaults { get; } = new DefaultsOnly();

    /// <param name="says">One sentence for people, with its full stop.</param>
    public abstract int Whole(string name, int from, int to, int byDefault, string says);

    /// <summary>A time in whole seconds.</summary>
    /// <param name="says">One sentence for people, with its full stop.</param>
    public abstract TimeSpan Seconds(string name, int from, int to, int byDefault, string says);

    /// <param name="says">One sentence for people, with its full stop.</param>
    public abstract bool Flag(string name, bool byDefault, string says);

    /// <summary>What a policy says of its numbers, in its order.</summary>
    public static ImmutableArray<PolicyNumber> NumbersOf<TPolicy>()
        where TPolicy : class, IPolicy<TPolicy>
    {
        var recorder = new Recorder();
        _ = TPolicy.Read(recorder);
        return recorder.Numbers;
    }

    private class DefaultsOnly : PolicyReader
    {
        public override int Whole(string name, int from, int to, int byDefault, string says) => byDefault;

        public override TimeSpan Seconds(string name, int from, int to, int byDefault, string says) =>
            TimeSpan.FromSeconds(byDefault);

        public override bool Flag(string name, bool byDefault, string says) => byDefault;
    }

    private sealed class Recorder : DefaultsOnly
    {
        public ImmutableArray<PolicyNumber> Numbers { get; private set; } = [];

        public override int Whole(string name, int from, int to, int byDefault, string says)
        {
            Numbers = Numbers.Add(new PolicyNumber(name, says, byDefault, (from, to)));
            return byDefault;
        }

        public override TimeSpan Seconds(string name, int from, int to, int byDefault, string says) =>
            TimeSpan.FromSeconds(Whole(name, from, to, byDefault, says));

        public override bool Flag(string name, bool byDefault, string says)
        {
            Numbers = Numbers.Add(new PolicyNumber(name, says, byDefault ? 1 : 0, null));
            return byDefault;
        }
    }
}

/// <summary>What one procedure can be set to.</summary>
public interface IPolicy<TSelf>
    where TSelf : class, IPolicy<TSelf>
{
    /// <summary>Says each number, in the order in which people read them.</summary>
    static abstract TSelf Read(PolicyReader reader);
}

/// <summary>One number of a policy as people set it in an estate file.</summary>
/// <param name="Name">The member of "policy", with its unit last where it has one ("checkEverySeconds").</param>
/// <param name="Says">One sentence.</param>
/// <param name="Default">1 is true and 0 is false of what is no number.</param>
/// <param name="Bounds">Both included; null for true or false.</param>
public sealed record PolicyNumber(string Name, string Says, int Default, (int From, int To)? Bounds);
