using LambdaOps.Core;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Aws.FollowUps;

/// <summary>
/// The queues of the remedies' functions: one URL, in which * stands for the function. Naming every queue would not fit
/// into a function's environment (4 KB) once there are thirty.
/// </summary>
public sealed class TickQueues
{
    private const char Function = '*';

    private readonly string _pattern;

    private TickQueues(string pattern) => _pattern = pattern;

    /// <param name="pattern">https://sqs.REGION.amazonaws.com/ACCOUNT/STACK-*-ticks, as the template writes it.</param>
    /// <exception cref="FormatException">It is no URL with one * in it.</exception>
    public static TickQueues Parse(string pattern) =>
        Uri.TryCreate(pattern, UriKind.Absolute, out _) && pattern.Count(one => one == Function) == 1
            ? new TickQueues(pattern)
            : throw new FormatException($"found '{pattern}', expected a URL with one {Function} for the function");

    /// <exception cref="InvalidOperationException">There is no such remedy, so no such function.</exception>
    public string UrlOf(RemedyName remedy) =>
        Remedy.Find(remedy) is null
            ? throw new InvalidOperationException(
                $"there is no queue for remedy '{remedy}', "
                    + $"expected one of {string.Join(", ", Remedy.All.Select(one => one.Name))}"
            )
            : _pattern.Replace($"{Function}", NameOf(remedy), StringComparison.Ordinal);

    /// <summary>serviceUnavailable is ServiceUnavailable, as its function's name ends.</summary>
    private static string NameOf(RemedyName remedy) => $"{char.ToUpperInvariant(remedy.Value[0])}{remedy.Value[1..]}";
}
