using System.Collections.Immutable;
using LambdaOps.Core;

namespace LambdaOps.Aws.FollowUps;

/// <summary>The queue of each remedy's function.</summary>
public sealed class TickQueues
{
    private readonly ImmutableDictionary<RemedyName, string> _urls;

    private TickQueues(ImmutableDictionary<RemedyName, string> urls) => _urls = urls;

    /// <param name="text">
    /// "serviceUnavailable=URL latency=URL …", space-separated, as the template writes it.
    /// </param>
    /// <exception cref="FormatException">A part has another form, or names a remedy twice.</exception>
    public static TickQueues Parse(string text)
    {
        var urls = ImmutableDictionary.CreateBuilder<RemedyName, string>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var (name, url) = at > 0 ? (part[..at], part[(at + 1)..]) : ("", "");
            if (at <= 0 || !Uri.TryCreate(url, UriKind.Absolute, out _) || !urls.TryAdd(new RemedyName(name), url))
            {
                throw new FormatException($"found '{part}', expected REMEDY=URL, space-separated, each remedy once");
            }
        }

        return new TickQueues(urls.ToImmutable());
    }

    /// <exception cref="InvalidOperationException">The deployment has no queue for that remedy.</exception>
    public string UrlOf(RemedyName remedy) =>
        _urls.GetValueOrDefault(remedy)
        ?? throw new InvalidOperationException(
            $"there is no queue for remedy '{remedy}', expected one of {string.Join(", ", _urls.Keys)}"
        );
}
