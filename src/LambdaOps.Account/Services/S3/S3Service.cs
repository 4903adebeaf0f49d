using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Cdn;

namespace LambdaOps.Account.Services.S3;

/// <summary>S3: buckets with versions, conditional writes, check sums, multipart uploads.</summary>
public sealed class S3Service : IServiceFace, IObjectStore
{
    private readonly SortedDictionary<string, S3Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly SimulatedWorld _world;
    private readonly SeededIds _ids;
    private readonly S3Uploads _uploads;

    public S3Service(SimulatedWorld world)
    {
        _world = world;
        _ids = new SeededIds(world.Seed, "s3");
        _uploads = new S3Uploads(world, this);
        new LifecycleRuns(world, this, _uploads).Start();
    }

    public string Model => "s3";

    public IEnumerable<S3Bucket> Buckets => _buckets.Values;

    public S3Bucket CreateBucket(string name, bool isVersioned = false, string? kmsKey = null)
    {
        var bucket = new S3Bucket(name, isVersioned) { CreatedAt = _world.Clock.Now, KmsKey = kmsKey };
        _buckets.Add(name, bucket);
        return bucket;
    }

    public S3Bucket Bucket(string name) => _buckets.GetValueOrDefault(name) ?? throw S3Faults.NoSuchBucket(name);

    /// <summary>Puts an object as a person or a deployment would, past every condition.</summary>
    public S3Object Put(
        string bucket,
        string key,
        byte[] body,
        string contentType = "binary/octet-stream",
        string? cacheControl = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        TimeSpan age = default
    )
    {
        var headers = new Dictionary<string, string> { ["ContentType"] = contentType };
        if (cacheControl is not null)
        {
            headers["CacheControl"] = cacheControl;
        }

        return Store(
            Bucket(bucket),
            new S3Object(
                key,
                body,
                Checksums.ETagOf(body),
                "",
                _world.Clock.Now,
                headers,
                metadata ?? new Dictionary<string, string>(),
                Checksums.Verified([], body)
            ),
            age
        );
    }

    /// <summary>Deletes an object as a person would.</summary>
    public void Delete(string bucket, string key) =>
        S3Writes.Delete(this, Bucket(bucket), new JsonObject { ["Key"] = key });

    StoredObject? IObjectStore.Find(string bucket, string key) =>
        _buckets.GetValueOrDefault(bucket)?.Find(key) is { } found
            ? new StoredObject(found.Body!, found.Headers["ContentType"], found.ETag, S3Reads.HttpHeaders(found))
            : null;

    public JsonObject Handle(ServiceCall call)
    {
        var input = call.Input;
        if (call.Operation == "ListBuckets")
        {
            return S3Lists.Buckets(_buckets.Values, input, _world.Plan);
        }

        var bucket = Bucket((string)input["Bucket"]!);
        return call.Operation switch
        {
            "GetObject" => S3Reads.Get(bucket, input),
            "HeadObject" => S3Reads.Head(bucket, input),
            "GetObjectAcl" => S3Acls.Get(bucket, input),
            "PutObject" => S3Writes.Put(this, bucket, input),
            "CopyObject" => S3Writes.Copy(this, bucket, input),
            "DeleteObject" => S3Writes.Delete(this, bucket, input),
            "DeleteObjects" => S3Writes.DeleteMany(this, bucket, input),
            "ListObjectsV2" => S3Lists.List(bucket, input),
            "ListObjects" => S3Lists.ListOld(bucket, input),
            "GetBucketLocation" => LocationOf(_world.Plan.Region),
            "CreateMultipartUpload" => _uploads.Create(bucket, input),
            "UploadPart" => _uploads.Put(bucket, input),
            "UploadPartCopy" => _uploads.Copy(bucket, input),
            "ListParts" => _uploads.ListParts(bucket, input),
            "CompleteMultipartUpload" => _uploads.Complete(bucket, input),
            "AbortMultipartUpload" => _uploads.Abort(bucket, input),
            "ListMultipartUploads" => _uploads.List(bucket, input),
            "ListObjectVersions" => S3Versions.List(bucket, input),
            "GetBucketVersioning" => bucket.Versioning is { } status ? new JsonObject { ["Status"] = status } : [],
            "PutBucketVersioning" => S3Versions.Set(bucket, input),
            "GetBucketLifecycleConfiguration" => S3Lifecycle.Describe(bucket),
            "PutBucketLifecycleConfiguration" => SetLifecycle(
                bucket,
                input["LifecycleConfiguration"]?["Rules"] as JsonArray ?? []
            ),
            "DeleteBucketLifecycle" => SetLifecycle(bucket, []),
            "GetBucketReplication" => ReplicationOf(bucket),
            "HeadBucket" => [],
            _ => throw new ServiceFault("NotImplemented", $"The simulator's S3 has no {call.Operation}.", 501),
        };
    }

    /// <summary>The oldest region has no name here.</summary>
    private static JsonObject LocationOf(string region) =>
        region == "us-east-1" ? [] : new JsonObject { ["LocationConstraint"] = region };

    private JsonObject ReplicationOf(S3Bucket bucket) =>
        bucket.ReplicatedTo is { } to
            ? new JsonObject
            {
                ["ReplicationConfiguration"] = new JsonObject
                {
                    ["Role"] = $"arn:aws:iam::{_world.Plan.AccountId}:role/replication",
                    ["Rules"] = new JsonArray(
                        new JsonObject
                        {
                            ["ID"] = "everything",
                            ["Priority"] = 1,
                            ["Status"] = bucket.ReplicationIsOn ? "Enabled" : "Disabled",
                            ["Filter"] = new JsonObject { ["Prefix"] = bucket.ReplicatedPrefix },
                            ["Destination"] = new JsonObject { ["Bucket"] = $"arn:aws:s3:::{to}" },
                            ["DeleteMarkerReplication"] = new JsonObject { ["Status"] = "Disabled" },
                        }
                    ),
                },
            }
            : throw new ServiceFault(
                "ReplicationConfigurationNotFoundError",
                "The replication configuration was not found",
                404
            );

    internal DateTimeOffset Now => _world.Clock.Now;

    /// <summary>Puts all rules of a bucket in the place of those that it had; none are no configuration.</summary>
    public JsonObject SetLifecycle(S3Bucket bucket, JsonArray rules)
    {
        bucket.Lifecycle = rules.Count == 0 ? null : S3Lifecycle.Read(rules, () => _ids.Token(32));
        return [];
    }

    internal S3Object Store(S3Bucket bucket, S3Object version, TimeSpan age = default)
    {
        var id = bucket.Versioning == "Enabled" ? _ids.Token(32) : S3Bucket.NullVersion;
        var stored = version with { VersionId = id, LastModified = Now - age };
        if (bucket.KmsKey is not null && !version.IsDeleteMarker)
        {
            // Of what is encrypted, and so of no two the same.
            var drawn = SHA256.HashData(Encoding.UTF8.GetBytes(_ids.Token(32)));
            stored = stored with { ETag = $"\"{Convert.ToHexStringLower(drawn)[..32]}\"" };
        }

        bucket.Store(stored);
        return stored;
    }
}
