using System.Text;

namespace LambdaOps.Core;

/// <summary>
/// A small seeded source of chance (SplitMix64), whose sequence is ours to keep: the same seed gives the same run on
/// every runtime. Each part of the world draws from a stream of its own, so that one part never shifts another's draws.
/// </summary>
public sealed class Chance(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15UL;
    private ulong _state = seed;

    /// <summary>A stream of its own for <paramref name="name"/> out of <paramref name="seed"/>.</summary>
    public static Chance StreamOf(ulong seed, string name) => new(Hash(seed, name));

    /// <summary>A number that depends on its arguments only: chance without an order of drawing.</summary>
    public static ulong Hash(ulong seed, string name, long moment = 0)
    {
        var hash = Mix(unchecked(seed + Golden));
        foreach (var letter in Encoding.UTF8.GetBytes(name))
        {
            hash = Mix(hash ^ letter);
        }

        return Mix(hash ^ Mix(unchecked((ulong)moment + Golden)));
    }

    /// <summary>Like <see cref="Hash"/>, as a share in [0, 1).</summary>
    public static double HashedShare(ulong seed, string name, long moment = 0) => Share(Hash(seed, name, moment));

    public ulong Next()
    {
        _state = unchecked(_state + Golden);
        return Mix(_state);
    }

    /// <summary>A share in [0, 1).</summary>
    public double Share() => Share(Next());

    public double Between(double low, double high) => low + (Share() * (high - low));

    public TimeSpan Between(TimeSpan low, TimeSpan high) =>
        TimeSpan.FromMilliseconds(Math.Round(Between(low.TotalMilliseconds, high.TotalMilliseconds)));

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    /// <summary>
    /// How many of something happened when <paramref name="expected"/> were expected (Poisson; normal when many).
    /// </summary>
    public int Count(double expected)
    {
        if (expected <= 0)
        {
            return 0;
        }

        if (expected > 30)
        {
            return Math.Max(0, (int)Math.Round(expected + (Math.Sqrt(expected) * Normal())));
        }

        var limit = Math.Exp(-expected);
        var count = 0;
        for (var product = Share(); product > limit; product *= Share())
        {
            count++;
        }

        return count;
    }

    public string Digits(int length)
    {
        var digits = new StringBuilder(length).Append((char)('1' + Below(9)));
        while (digits.Length < length)
        {
            digits.Append((char)('0' + Below(10)));
        }

        return digits.ToString();
    }

    /// <summary>32 hexadecimal digits, as in a task's ARN.</summary>
    public string Hex32() => $"{Next():x16}{Next():x16}";

    public string Uuid()
    {
        var hex = Hex32();
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}";
    }

    private static double Share(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
