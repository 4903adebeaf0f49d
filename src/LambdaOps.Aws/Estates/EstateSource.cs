using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Core.Estates;

namespace LambdaOps.Aws.Estates;

/// <summary>Loads the estate file: from the deployed package, from a path, or from s3://bucket/key.</summary>
public static class EstateSource
{
    private const string S3Scheme = "s3://";

    /// <param name="location">A path, relative to the package or absolute, or an s3:// URL.</param>
    /// <param name="s3">Makes a client when the location is in S3.</param>
    /// <exception cref="BadEstateException">The file is not a valid estate; every error is named.</exception>
    public static Estate Load(string location, Func<IAmazonS3> s3) =>
        Parse(location, InS3(location) is { } request ? ReadS3(request, s3) : ReadFile(location));

    /// <summary>The request for an estate in S3; null where the location is a path.</summary>
    /// <exception cref="ArgumentException">It is an s3:// URL without bucket or key.</exception>
    internal static GetObjectRequest? InS3(string location)
    {
        if (!location.StartsWith(S3Scheme, StringComparison.Ordinal))
        {
            return null;
        }

        var slash = location.IndexOf('/', S3Scheme.Length);
        if (slash <= S3Scheme.Length || slash == location.Length - 1)
        {
            throw new ArgumentException($"found '{location}', expected s3://BUCKET/KEY", nameof(location));
        }

        return new GetObjectRequest { BucketName = location[S3Scheme.Length..slash], Key = location[(slash + 1)..] };
    }

    internal static string ReadFile(string path) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path));

    internal static Estate Parse(string location, string text) =>
        EstateReader.Read(text) switch
        {
            EstateReading.Valid valid => valid.Estate,
            EstateReading.Invalid invalid => throw new BadEstateException(location, invalid.Errors),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string ReadS3(GetObjectRequest request, Func<IAmazonS3> s3)
    {
        using var client = s3();
        // Composition is synchronous: this runs once, before the first invocation.
        using var answer = client.GetObjectAsync(request).GetAwaiter().GetResult();
        using var reader = new StreamReader(answer.ResponseStream);
        return reader.ReadToEnd();
    }
}

/// <summary>An estate file with errors: all of them, each with its place.</summary>
public sealed class BadEstateException(string location, IReadOnlyList<EstateError> errors)
    : Exception($"{location} is not a valid estate:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}")
{
    public IReadOnlyList<EstateError> Errors { get; } = errors;
}
