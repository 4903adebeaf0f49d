using System.Text;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;

namespace LambdaOps.Aws.Observers;

/// <summary>One GET of a health URL. No answer, a wrong status and a wrong body are all results.</summary>
public sealed class HealthUrl(HttpClient http)
{
    /// <summary>Bytes of a body that are looked at.</summary>
    public const int BodyLimit = 64 * 1024;

    public async Task<HealthProbe> HealthAsync(HealthCheck check, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(check.Timeout);
        try
        {
            using var answer = await http.GetAsync(
                check.Url, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var body = await ReadStartAsync(answer.Content, timeout.Token);
            var contains = body.Contains(check.Contains, StringComparison.Ordinal);
            return new HealthProbe(
                (int)answer.StatusCode, contains, contains ? "" : $"without \"{check.Contains}\" in the body");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthProbe(null, false, FormattableString.Invariant(
                $"none within {check.Timeout.TotalSeconds:0} s"));
        }
        catch (HttpRequestException failed)
        {
            return new HealthProbe(null, false, failed.HttpRequestError.ToString());
        }
        catch (IOException failed)
        {
            return new HealthProbe(null, false, failed.GetType().Name);
        }
    }

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BodyLimit];
        var read = await stream.ReadAtLeastAsync(buffer, BodyLimit, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
