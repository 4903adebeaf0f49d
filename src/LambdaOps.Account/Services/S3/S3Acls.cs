using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;

namespace LambdaOps.Account.Services.S3;

/// <summary>
/// Canned ACLs of objects, and GetObjectAcl. A bucket whose owner owns all objects, as new ones do, takes none but the
/// owner's full control.
/// </summary>
internal static class S3Acls
{
    public const string Private = "private";

    /// <summary>The account's canonical user.</summary>
    private const string OwnerId = "5f0a1c2e3b4d5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8";

    private const string Owners = "bucket-owner-full-control";

    /// <summary>By canned ACL: the group and permission that it grants beside the owner's.</summary>
    private static readonly Dictionary<string, (string Group, string[] Permissions)?> s_canned = new(
        StringComparer.Ordinal
    )
    {
        [Private] = null,
        [Owners] = null,
        ["public-read"] = ("AllUsers", ["READ"]),
        ["public-read-write"] = ("AllUsers", ["READ", "WRITE"]),
        ["authenticated-read"] = ("AuthenticatedUsers", ["READ"]),
    };

    /// <summary>The ACL that a PutObject or CopyObject asks for.</summary>
    /// <exception cref="ServiceFault">The bucket takes no ACLs, or there is no such one.</exception>
    public static string Of(JsonObject input, S3Bucket bucket)
    {
        var wanted = (string?)input["ACL"] ?? Private;
        return !s_canned.ContainsKey(wanted) ? throw S3Faults.NotImplemented()
            : wanted is Private or Owners || bucket.HasAcls ? wanted
            : throw new ServiceFault("AccessControlListNotSupported", "The bucket does not allow ACLs");
    }

    public static JsonObject Get(S3Bucket bucket, JsonObject input)
    {
        var found = S3Reads.Find(bucket, (string)input["Key"]!, (string?)input["VersionId"]);
        var owner = new JsonObject { ["ID"] = OwnerId };
        var grants = new JsonArray(
            new JsonObject
            {
                ["Grantee"] = new JsonObject { ["ID"] = OwnerId, ["Type"] = "CanonicalUser" },
                ["Permission"] = "FULL_CONTROL",
            }
        );
        if (s_canned[found.Acl] is var (group, permissions))
        {
            foreach (var permission in permissions)
            {
                grants.Add(
                    new JsonObject
                    {
                        ["Grantee"] = new JsonObject
                        {
                            ["URI"] = $"http://acs.amazonaws.com/groups/global/{group}",
                            ["Type"] = "Group",
                        },
                        ["Permission"] = permission,
                    }
                );
            }
        }

        return new JsonObject { ["Owner"] = owner, ["Grants"] = grants };
    }
}
