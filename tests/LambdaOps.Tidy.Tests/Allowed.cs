namespace LambdaOps.Tidy.Tests;

/// <summary>
/// Exceptions from the tidy rules: one a line in allowed.txt, "rule | path or folder/ | reason".
/// </summary>
internal static class Allowed
{
    public static IReadOnlyList<Exception> All { get; } =
    [
        .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "allowed.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(parts =>
                parts is [var rule, var place, { Length: > 0 } reason]
                    ? new Exception(rule, place, reason)
                    : throw new InvalidDataException($"'{string.Join('|', parts)}' is not rule | place | reason")
            ),
    ];

    public static bool Has(string rule, string name) => All.Any(one => one.Covers(rule, name));

    internal sealed record Exception(string Rule, string Place, string Reason)
    {
        public bool Covers(string rule, string name) =>
            Rule == rule && (Place.EndsWith('/') ? name.StartsWith(Place, StringComparison.Ordinal) : name == Place);
    }
}
