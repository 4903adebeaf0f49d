using System.Text.Json.Nodes;

namespace LambdaOps.Account.Services.S3;

/// <summary>GetBucketLifecycleConfiguration.</summary>
internal static class S3Lifecycle
{
    public static JsonObject Describe(S3Bucket bucket)
    {
        var lifecycle =
            bucket.Lifecycle
            ?? throw new ServiceFault(
                "NoSuchLifecycleConfiguration",
                "The lifecycle configuration does not exist",
                404
            );
        var rule = new JsonObject
        {
            ["ID"] = "age",
            ["Status"] = "Enabled",
            ["Filter"] = new JsonObject { ["Prefix"] = "" },
            ["Transitions"] = new JsonArray(
                Transition(lifecycle.InfrequentAccessAfter, "STANDARD_IA"),
                Transition(lifecycle.GlacierAfter, "GLACIER")
            ),
            ["Expiration"] = new JsonObject { ["Days"] = lifecycle.ExpiresAfter },
        };
        return new JsonObject { ["Rules"] = new JsonArray(rule) };
    }

    private static JsonObject Transition(int days, string storageClass) =>
        new() { ["Days"] = days, ["StorageClass"] = storageClass };
}
