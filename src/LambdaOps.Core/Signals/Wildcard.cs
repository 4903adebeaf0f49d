namespace LambdaOps.Core.Signals;

/// <summary>AWS's wildcards: * for any text, and where policies are meant ? for one character.</summary>
public static class Wildcard
{
    public static bool Matches(string pattern, string text, bool single, bool ignoreCase = false)
    {
        // Greedy with one point to return to: no pattern takes more than length × length steps.
        int p = 0,
            t = 0,
            star = -1,
            mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && (IsSame(pattern[p], text[t], ignoreCase) || (single && pattern[p] == '?')))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    private static bool IsSame(char one, char other, bool ignoreCase) =>
        ignoreCase ? char.ToUpperInvariant(one) == char.ToUpperInvariant(other) : one == other;
}
