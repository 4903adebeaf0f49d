using System.Text.Json.Nodes;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.IdentityManagement;

/// <summary>
/// IAM's list of who may do what: users, groups, roles and the account's managed policies, with their documents
/// URL-encoded. AWS's own managed policies are attached by their ARNs alone.
/// </summary>
internal sealed class AuthorizationDetails(SimulatedWorld world, DateTimeOffset start)
{
    private const string AwsPolicies = "arn:aws:iam::aws:policy/";

    private static readonly PageTerms s_pages = new("Marker", "MaxItems", "ValidationError")
    {
        NextToken = "Marker",
        Most = 1000,
    };

    private static readonly (string List, string Kind)[] s_lists =
    [
        ("UserDetailList", "User"),
        ("GroupDetailList", "Group"),
        ("RoleDetailList", "Role"),
        ("Policies", "LocalManagedPolicy"),
    ];

    private string Here => $"arn:aws:iam::{world.Plan.AccountId}:";

    private IdentityStore Store => world.Identities;

    public JsonObject Get(ServiceCall call)
    {
        var kinds = call.Input.Texts("Filter");
        var all = Entities().Where(one => kinds.Count == 0 || kinds.Contains(one.Kind)).ToList();
        var (page, next) = Paging.Of(all, call.Input, s_pages);
        var answer = new JsonObject { ["IsTruncated"] = next is not null };
        answer.PutUnlessNull(s_pages.NextToken, next);
        foreach (var (list, kind) in s_lists)
        {
            answer[list] = FaceJson.Array(page.Where(one => one.Kind == kind).Select(one => one.Write()));
        }

        return answer;
    }

    private IEnumerable<(string Kind, Func<JsonObject> Write)> Entities() =>
        [
            .. Store.Users.Select(user => ("User", new Func<JsonObject>(() => Write(user)))),
            .. Store.Groups.Select(group => ("Group", new Func<JsonObject>(() => Write(group)))),
            .. Store.Roles.Select(role => ("Role", new Func<JsonObject>(() => Write(role)))),
            .. Store.Policies.Select(policy => ("LocalManagedPolicy", new Func<JsonObject>(() => Write(policy)))),
        ];

    private JsonObject Write(IamUserPlan user)
    {
        var written = Head("User", user.Name, "/", TimeSpan.FromDays(1000));
        written["UserPolicyList"] = new JsonArray();
        written["GroupList"] = FaceJson.Array(user.Groups);
        written["AttachedManagedPolicies"] = Attached(user.Attached);
        return written;
    }

    private JsonObject Write(IamGroupPlan group)
    {
        var written = Head("Group", group.Name, "/", TimeSpan.FromDays(1000));
        written["GroupPolicyList"] = Inline(group.Policies);
        written["AttachedManagedPolicies"] = Attached(group.Attached);
        return written;
    }

    private JsonObject Write(IamRolePlan role)
    {
        var written = Head("Role", role.Name, role.Path, role.Age);
        written["AssumeRolePolicyDocument"] = Uri.EscapeDataString(role.Trust);
        written["InstanceProfileList"] = new JsonArray();
        written["RolePolicyList"] = Inline(role.Policies);
        written["AttachedManagedPolicies"] = Attached(role.Attached);
        written["RoleLastUsed"] = role.Unused is { } unused
            ? new JsonObject { ["LastUsedDate"] = Nodes.Moment(start - unused), ["Region"] = world.Plan.Region }
            : new JsonObject();
        if (role.Boundary is { } limit)
        {
            written["PermissionsBoundary"] = new JsonObject
            {
                ["PermissionsBoundaryType"] = "PermissionsBoundaryPolicy",
                ["PermissionsBoundaryArn"] = ArnOf(limit),
            };
        }

        return written;
    }

    private JsonObject Write(IamPolicyPlan policy)
    {
        var written = Head("Policy", policy.Name, "/", TimeSpan.FromDays(700));
        written["DefaultVersionId"] = "v2";
        written["AttachmentCount"] = Store.UsesOf(policy.Name);
        written["PermissionsBoundaryUsageCount"] = Store.Roles.Count(role => role.Boundary == policy.Name);
        written["IsAttachable"] = true;
        written["UpdateDate"] = Nodes.Moment(start - TimeSpan.FromDays(600));
        written["PolicyVersionList"] = new JsonArray(
            Version("v2", policy.Document, isDefault: true),
            // What was in force before allows nothing any more.
            Version("v1", """{"Version":"2012-10-17","Statement":[]}""", isDefault: false)
        );
        return written;
    }

    private JsonObject Version(string id, string document, bool isDefault) =>
        new()
        {
            ["Document"] = Uri.EscapeDataString(document),
            ["VersionId"] = id,
            ["IsDefaultVersion"] = isDefault,
            ["CreateDate"] = Nodes.Moment(start - TimeSpan.FromDays(isDefault ? 600 : 700)),
        };

    private JsonObject Head(string kind, string name, string path, TimeSpan age) =>
        new()
        {
            ["Path"] = path,
            [$"{kind}Name"] = name,
            [$"{kind}Id"] = IdOf(kind, name),
            ["Arn"] = $"{Here}{kind.ToLowerInvariant()}{path}{name}",
            ["CreateDate"] = Nodes.Moment(start - age),
        };

    private string IdOf(string kind, string name)
    {
        var prefix = kind switch
        {
            "User" => "AIDA",
            "Group" => "AGPA",
            "Role" => "AROA",
            _ => "ANPA",
        };
        return prefix + new SeededIds(world.Seed, $"{kind} {name}").Token(17).ToUpperInvariant();
    }

    private static JsonArray Inline(IReadOnlyDictionary<string, string> policies) =>
        FaceJson.Array(
            policies.Select(policy => new JsonObject
            {
                ["PolicyName"] = policy.Key,
                ["PolicyDocument"] = Uri.EscapeDataString(policy.Value),
            })
        );

    private JsonArray Attached(IReadOnlyList<string> policies) =>
        FaceJson.Array(
            policies.Select(policy => new JsonObject
            {
                ["PolicyName"] = policy[(policy.LastIndexOf('/') + 1)..],
                ["PolicyArn"] = ArnOf(policy),
            })
        );

    private string ArnOf(string policy) =>
        policy.StartsWith(AwsPolicies, StringComparison.Ordinal) ? policy : $"{Here}policy/{policy}";
}
