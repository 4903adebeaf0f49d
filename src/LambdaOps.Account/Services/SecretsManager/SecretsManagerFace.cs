using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Secrets;

namespace LambdaOps.Account.Services.SecretsManager;

/// <summary>Secrets Manager: versions of secrets and their labels.</summary>
public sealed class SecretsManagerFace(SimulatedWorld world) : IServiceFace
{
    private static readonly PageTerms s_pages = new("NextToken", "MaxResults", "InvalidNextTokenException");

    public string Model => "secretsmanager";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "DescribeSecret" => Describe(SecretIn(call.Input)),
            "ListSecretVersionIds" => ListVersions(call.Input),
            _ when world.Secrets.Find(call.Input.Text("SecretId") ?? "") is { DeletedAt: not null } =>
                throw new ServiceFault(
                    "InvalidRequestException",
                    "You can't perform this operation on the secret because it was marked for deletion."
                ),
            "GetSecretValue" => GetValue(call.Input),
            "PutSecretValue" => PutValue(call),
            "UpdateSecret" => Update(call),
            "UpdateSecretVersionStage" => MoveLabel(call),
            _ => throw new ServiceFault(
                "UnknownOperationException",
                $"The simulated account's Secrets Manager does not have {call.Operation} yet."
            ),
        };

    private StoredSecret SecretIn(JsonObject input) =>
        world.Secrets.Find(input.Text("SecretId") ?? "") ?? throw NotFound("secret");

    private static JsonObject Describe(StoredSecret secret)
    {
        var output = Named(secret);
        output["CreatedDate"] = secret.CreatedAt.Iso();
        output["LastChangedDate"] = secret.ChangedAt.Iso();
        output.PutUnlessNull("DeletedDate", secret.DeletedAt?.Iso());
        if (secret.Replicas.Count > 0)
        {
            output["ReplicationStatus"] = FaceJson.Array(
                secret.Replicas.Select(replica => new JsonObject
                {
                    ["Region"] = replica.Key,
                    ["KmsKeyId"] = "alias/aws/secretsmanager",
                    ["Status"] = replica.Value,
                })
            );
        }

        output["VersionIdsToStages"] = new JsonObject(
            secret
                .Versions.Where(version => version.Labels.Count > 0)
                .Select(version => KeyValuePair.Create(version.Id, (JsonNode?)FaceJson.Array(version.Labels)))
        );
        return output;
    }

    private JsonObject ListVersions(JsonObject input)
    {
        var secret = SecretIn(input);
        var all = input.Flag("IncludeDeprecated") == true;
        var output = Paging.Answer(
            [.. secret.Versions.Where(version => all || version.Labels.Count > 0)],
            input,
            s_pages,
            "Versions",
            version =>
            {
                var entry = new JsonObject { ["VersionId"] = version.Id, ["CreatedDate"] = version.CreatedAt.Iso() };
                if (version.Labels.Count > 0)
                {
                    entry["VersionStages"] = FaceJson.Array(version.Labels);
                }

                return entry;
            }
        );
        output["ARN"] = secret.Arn;
        output["Name"] = secret.Name;
        return output;
    }

    private JsonObject GetValue(JsonObject input)
    {
        var secret = SecretIn(input);
        var (id, label) = (input.Text("VersionId"), input.Text("VersionStage"));
        var found = id is null ? secret.Labelled(label ?? StoredSecret.Current) : secret.Version(id);
        if (found is null)
        {
            throw NotFound($"secret value for {(id is null ? "staging label" : "version ID")}: {id ?? label}");
        }

        if (id is not null && label is not null && !found.Labels.Contains(label))
        {
            throw new ServiceFault("InvalidRequestException", $"Version {id} does not have the staging label {label}.");
        }

        var output = Named(secret);
        output["VersionId"] = found.Id;
        output["VersionStages"] = FaceJson.Array(found.Labels);
        output["CreatedDate"] = found.CreatedAt.Iso();
        output.PutUnlessNull("SecretString", found.Text);
        if (found.Binary is { } binary)
        {
            output["SecretBinary"] = Wire.Protocols.Nodes.Bytes(binary);
        }

        return output;
    }

    private JsonObject PutValue(ServiceCall call)
    {
        var secret = SecretIn(call.Input);
        var labels = call.Input.Texts("VersionStages");
        var version = NewVersion(call);
        secret.Put(version, labels.Count > 0 ? labels : [StoredSecret.Current]);
        world.Tell("call", secret.Name, $"PutSecretValue by {call.Caller}: {string.Join(", ", labels)}");
        var output = Named(secret);
        output["VersionId"] = version.Id;
        output["VersionStages"] = FaceJson.Array(secret.Version(version.Id)?.Labels ?? []);
        return output;
    }

    /// <summary>Unlike PutSecretValue it takes no token that there is a version of.</summary>
    private JsonObject Update(ServiceCall call)
    {
        var secret = SecretIn(call.Input);
        var output = Named(secret);
        if (call.Input["SecretString"] is not null || call.Input["SecretBinary"] is not null)
        {
            var version = NewVersion(call);
            if (secret.Version(version.Id) is not null)
            {
                throw new ServiceFault("ResourceExistsException", "There is a version of this ClientRequestToken.");
            }

            secret.Put(version, [StoredSecret.Current]);
            output["VersionId"] = version.Id;
        }

        world.Tell("call", secret.Name, $"UpdateSecret by {call.Caller}");
        return output;
    }

    private JsonObject MoveLabel(ServiceCall call)
    {
        var (input, secret) = (call.Input, SecretIn(call.Input));
        var (label, to) = (input.Text("VersionStage")!, input.Text("MoveToVersionId"));
        secret.Move(label, input.Text("RemoveFromVersionId"), to);
        world.Tell("call", secret.Name, $"UpdateSecretVersionStage by {call.Caller}: {label} to {to ?? "none"}");
        return Named(secret);
    }

    private StoredVersion NewVersion(ServiceCall call)
    {
        var text = call.Input.Text("SecretString");
        var binary = call.Input["SecretBinary"] is { } node ? Wire.Protocols.Nodes.BytesOf(node) : null;
        if ((text is null) == (binary is null))
        {
            throw new ServiceFault(
                "InvalidRequestException",
                "You must provide either SecretString or SecretBinary, and not both."
            );
        }

        var id = call.Input.Text("ClientRequestToken");
        return new StoredVersion(id ?? SeededIds.UuidOf(world.Seed, $"{call.Caller} {call.At:O}"), call.At)
        {
            Text = text,
            Binary = binary,
        };
    }

    private static JsonObject Named(StoredSecret secret) => new() { ["ARN"] = secret.Arn, ["Name"] = secret.Name };

    private static ServiceFault NotFound(string what) =>
        new("ResourceNotFoundException", $"Secrets Manager can't find the specified {what}.");
}
