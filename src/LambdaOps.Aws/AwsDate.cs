using System.Globalization;
using Amazon.Runtime;

namespace LambdaOps.Aws;

/// <summary>AWS's own time: the Date header of a client's newest answer.</summary>
public sealed class AwsDate
{
    private long _latestTicks;

    /// <summary>The newest Date seen.</summary>
    /// <exception cref="InvalidOperationException">No answer has carried a date yet.</exception>
    public DateTimeOffset Latest =>
        Interlocked.Read(ref _latestTicks) is > 0 and var ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : throw new InvalidOperationException("no answer of AWS has carried a Date header yet");

    /// <summary>Listens to a client's answers.</summary>
    public void Follow(AmazonServiceClient client) =>
        client.AfterResponseEvent += (_, answered) =>
        {
            if (
                answered is WebServiceResponseEventArgs { ResponseHeaders: { } headers }
                && Find(headers) is { } text
                && DateTimeOffset.TryParseExact(
                    text,
                    "r",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var date
                )
            )
            {
                See(date.UtcTicks);
            }
        };

    private static string? Find(IDictionary<string, string> headers) =>
        headers.TryGetValue("Date", out var date) || headers.TryGetValue("date", out date) ? date : null;

    private void See(long ticks)
    {
        var before = Interlocked.Read(ref _latestTicks);
        while (ticks > before)
        {
            var found = Interlocked.CompareExchange(ref _latestTicks, ticks, before);
            if (found == before)
            {
                return;
            }

            before = found;
        }
    }
}
