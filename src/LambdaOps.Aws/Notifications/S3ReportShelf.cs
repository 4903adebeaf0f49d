using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LambdaOps.Aws.Resources;
using LambdaOps.Core.Estates;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Notifications;

/// <summary>Reports in the estate's bucket, a page and a text each, under a name that is the same for the same day.</summary>
/// <param name="store">Null stores none.</param>
/// <param name="region">For the console's address.</param>
public sealed class S3ReportShelf(Lazy<IAmazonS3> s3, ReportStore? store, string region, TimeProvider machine)
    : IReportShelf
{
    public async Task<StoredReport> StoreAsync(
        string name,
        string page,
        string text,
        CancellationToken cancellationToken
    )
    {
        if (store is null)
        {
            return new StoredReport(null, null);
        }

        try
        {
            var key = $"{store.Prefix}{name}";
            await PutAsync($"{key}.md", "text/markdown; charset=utf-8", text, cancellationToken);
            await PutAsync($"{key}.html", "text/html; charset=utf-8", page, cancellationToken);
            return new StoredReport(await LinkAsync($"{key}.html"), null);
        }
        catch (AmazonServiceException failed)
        {
            return new StoredReport(null, OutsideText.Of(failed));
        }
        catch (Exception failed)
            when (failed is AmazonClientException or HttpRequestException
                || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return new StoredReport(null, failed.Message);
        }
    }

    private Task<PutObjectResponse> PutAsync(
        string key,
        string type,
        string body,
        CancellationToken cancellationToken
    ) =>
        s3.Value.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = store!.Bucket,
                Key = key,
                ContentType = type,
                ContentBody = body,
            },
            cancellationToken
        );

    /// <summary>Who has a signed link reads the report until it ends; the console asks people to sign in.</summary>
    private async Task<string> LinkAsync(string key) =>
        store!.LinkFor > TimeSpan.Zero
            ? await s3.Value.GetPreSignedURLAsync(
                new GetPreSignedUrlRequest
                {
                    BucketName = store.Bucket,
                    Key = key,
                    Verb = HttpVerb.GET,
                    Expires = (machine.GetUtcNow() + store.LinkFor).UtcDateTime,
                }
            )
            : $"https://{region}.console.aws.amazon.com/s3/object/{store.Bucket}?region={region}&prefix={Uri.EscapeDataString(key)}";
}
