using LambdaOps.Core;

namespace LambdaOps.Aws.FollowUps;

/// <summary>
/// The queues of the functions: one URL, in which * stands for the function. Naming every queue would not fit
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

    public string UrlOf(FunctionName function) =>
        _pattern.Replace($"{Function}", function.Value, StringComparison.Ordinal);
}
