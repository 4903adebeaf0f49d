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
    public static Estate Load(string location, Func<IAmazonS3> s3)
    {
        var text = location.StartsWith(S3Scheme, StringComparison.Ordinal)
            ? ReadS3(location, s3)
            : File.ReadAllText(Path.Combine(AppContext.BaseDirectory, location));
        return EstateReader.Read(text) switch
        {
            EstateReading.Valid valid => valid.Estate,
            EstateReading.Invalid invalid => throw new BadEstateException(location, invalid.Errors),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string ReadS3(string location, Func<IAmazonS3> s3)
    {
        var slash = location.IndexOf('/', S3Scheme.Length);
        if (slash <= S3Scheme.Length || slash == location.Length - 1)
        {
            throw new ArgumentException($"found '{location}', expected s3://BUCKET/KEY", nameof(location));
        }

        using var client = s3();
        var request = new GetObjectRequest
        {
            BucketName = location[S3Scheme.Length..slash],
            Key = location[(slash + 1)..],
        };
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
