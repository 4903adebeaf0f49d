using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core.Estates;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Aws.Estates;

/// <summary>An estate, and which version of its file it is.</summary>
/// <param name="Version">The object's ETag in S3; of a file of the package the beginning of its SHA-256.</param>
public sealed record VersionedEstate(Estate Estate, string Version);

/// <summary>
/// The estate as it is now. One in S3 is asked for at each invocation, and sent only where it has another ETag: a mode that
/// people set counts from the next look on, in every execution environment, however long that lives.
/// </summary>
/// <param name="location">A path, relative to the package or absolute, or an s3:// URL.</param>
/// <param name="s3">Makes a client when the location is in S3.</param>
public sealed partial class LiveEstate(string location, Func<IAmazonS3> s3, ILogger<LiveEstate> logger) : IDisposable
{
    /// <summary>A look at the estate must not eat up the invocation.</summary>
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1, 1);
    private IAmazonS3? _client;
    private VersionedEstate? _current;

    /// <summary>The estate that was read last; read now where none was.</summary>
    /// <exception cref="BadEstateException">The file is not a valid estate; every error is named.</exception>
    public VersionedEstate Known => _current ??= Read();

    /// <summary>
    /// The estate as it is now. Where S3 does not answer, or what lies there is no valid estate, the one that was read last
    /// goes on: an outage is no time to stop for that. The function's log says so.
    /// </summary>
    /// <exception cref="BadEstateException">None was read yet, and the file is not a valid estate.</exception>
    public async Task<VersionedEstate> NowAsync(CancellationToken cancellationToken)
    {
        var known = Known;
        if (EstateSource.InS3(location) is not { } place)
        {
            return known;
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(s_atMost);
        try
        {
            await _one.WaitAsync(bound.Token);
            try
            {
                return _current = await AgainAsync(place, Known, bound.Token);
            }
            finally
            {
                _one.Release();
            }
        }
        catch (AmazonS3Exception same) when (same.StatusCode == HttpStatusCode.NotModified)
        {
            return known;
        }
        catch (Exception failed)
            when (failed
                    is AmazonClientException
                        or AmazonServiceException
                        or HttpRequestException
                        or IOException
                        or OperationCanceledException
                        or BadEstateException
            )
        {
            LogKept(failed, location, known.Version, failed.Message);
            return known;
        }
    }

    public void Dispose()
    {
        _client?.Dispose();
        _one.Dispose();
    }

    private async Task<VersionedEstate> AgainAsync(
        GetObjectRequest request,
        VersionedEstate known,
        CancellationToken cancellationToken
    )
    {
        request.EtagToNotMatch = $"\"{known.Version}\"";
        _client ??= s3();
        using var answer = await _client.GetObjectAsync(request, cancellationToken);
        using var reader = new StreamReader(answer.ResponseStream);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return new VersionedEstate(EstateSource.Parse(location, text), Plain(answer.ETag));
    }

    private VersionedEstate Read()
    {
        if (EstateSource.InS3(location) is not { } request)
        {
            var text = EstateSource.ReadFile(location);
            return new VersionedEstate(EstateSource.Parse(location, text), ShortDigest.Of(text));
        }

        _client ??= s3();
        // Composition is synchronous: this runs once, before the first invocation.
        using var answer = _client.GetObjectAsync(request).GetAwaiter().GetResult();
        using var reader = new StreamReader(answer.ResponseStream);
        return new VersionedEstate(EstateSource.Parse(location, reader.ReadToEnd()), Plain(answer.ETag));
    }

    private static string Plain(string etag) => etag.Trim('"');

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Location} could not be read again, version {Version} goes on: {Error}"
    )]
    private partial void LogKept(Exception exception, string location, string version, string error);
}
