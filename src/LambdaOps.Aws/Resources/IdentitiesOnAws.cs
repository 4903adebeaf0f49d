using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Users, groups, roles and policies (GetAccountAuthorizationDetails), page by page: of an account's tens of megabytes
/// only what is judged is kept, and of the policies' texts only wildcards and digests.
/// </summary>
public sealed class IdentitiesOnAws(Lazy<IAmazonIdentityManagementService> iam, TimeProvider machine) : ResourceOnAws
{
    /// <summary>A page is held as a whole: each may have ten documents of ten thousand letters.</summary>
    private const int PageSize = 200;

    private const int MostPages = 100;

    /// <summary>A look may take some seconds more: what was seen by then is reported, as not all.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(18);

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    public override ImmutableArray<LookCall> Looks =>
        [LookCall.To(IdentityLooks.Identities, (_, stop) => ListAsync(stop))];

    /// <exception cref="NotObservableException">AWS refuses the first page.</exception>
    private async Task<AccountIdentities> ListAsync(CancellationToken stop)
    {
        var (all, began) = (ImmutableArray.CreateBuilder<IamEntity>(), machine.GetTimestamp());
        var request = new GetAccountAuthorizationDetailsRequest
        {
            Filter = ["User", "Group", "Role", "LocalManagedPolicy"],
            MaxItems = PageSize,
        };
        for (var page = 0; page < MostPages; page++)
        {
            try
            {
                var answer = await iam.Value.GetAccountAuthorizationDetailsAsync(request, stop);
                all.AddRange(Read(answer));
                if (answer.IsTruncated is not true)
                {
                    return Seen(null);
                }

                if (answer.Marker is not { Length: > 0 } next || next == request.Marker)
                {
                    return Seen("IAM says that there are more, and not from where on");
                }

                request.Marker = next;
            }
            catch (AmazonIdentityManagementServiceException refused) when (page == 0)
            {
                throw new NotObservableException(OutsideText.Of(refused));
            }
            catch (AmazonIdentityManagementServiceException refused)
            {
                return Seen(OutsideText.Of(refused));
            }

            if (machine.GetElapsedTime(began) > s_patience)
            {
                return Seen(FormattableString.Invariant($"IAM took too long after {all.Count} of them"));
            }
        }

        return Seen(FormattableString.Invariant($"the list has more than {MostPages} pages"));

        // What is changed while pages are read may be on two of them.
        AccountIdentities Seen(string? whyIncomplete) =>
            new([.. all.DistinctBy(one => (one.Kind, one.Name))]) { WhyIncomplete = whyIncomplete };
    }

    private static IEnumerable<IamEntity> Read(GetAccountAuthorizationDetailsResponse page) =>
        [
            .. (page.UserDetailList ?? []).Select(OfUser),
            .. (page.GroupDetailList ?? []).Select(OfGroup),
            .. (page.RoleDetailList ?? []).Select(OfRole),
            .. (page.Policies ?? []).Select(OfPolicy),
        ];

    private static IamEntity OfUser(UserDetail user)
    {
        var (inline, attached) = (Inline(user.UserPolicyList), Arns(user.AttachedManagedPolicies, x => x.PolicyArn));
        return new IamEntity(IamKind.User, Named(user.UserName), user.Arn ?? "")
        {
            Policies = inline.Grants,
            Attached = attached,
            Boundary = NameIn(user.PermissionsBoundary?.PermissionsBoundaryArn),
            MadeAt = AwsTime.Of(user.CreateDate),
            Unreadable = inline.Unreadable,
            Parts =
            [
                inline.Part,
                Part(IamPart.AttachedPolicies, attached),
                Part(IamPart.Groups, (user.GroupList ?? []).Order(StringComparer.Ordinal)),
                Part(IamPart.Boundary, [user.PermissionsBoundary?.PermissionsBoundaryArn ?? ""]),
            ],
        };
    }

    private static IamEntity OfGroup(GroupDetail group)
    {
        var (inline, attached) = (Inline(group.GroupPolicyList), Arns(group.AttachedManagedPolicies, x => x.PolicyArn));
        return new IamEntity(IamKind.Group, Named(group.GroupName), group.Arn ?? "")
        {
            Policies = inline.Grants,
            Attached = attached,
            MadeAt = AwsTime.Of(group.CreateDate),
            Unreadable = inline.Unreadable,
            Parts = [inline.Part, Part(IamPart.AttachedPolicies, attached)],
        };
    }

    private static IamEntity OfRole(RoleDetail role)
    {
        var (inline, attached) = (Inline(role.RolePolicyList), Arns(role.AttachedManagedPolicies, x => x.PolicyArn));
        var trust = Decoded(role.AssumeRolePolicyDocument);
        var principals = PolicyText.Principals(trust);
        return new IamEntity(IamKind.Role, Named(role.RoleName), role.Arn ?? "")
        {
            Policies = inline.Grants,
            Attached = attached,
            Boundary = NameIn(role.PermissionsBoundary?.PermissionsBoundaryArn),
            Trusts = principals ?? [],
            IsServiceLinked = role.Arn?.Contains(":role/aws-service-role/", StringComparison.Ordinal) == true,
            MadeAt = AwsTime.Of(role.CreateDate),
            UsedAt = AwsTime.Of(role.RoleLastUsed?.LastUsedDate),
            Unreadable = principals is null ? [.. inline.Unreadable, "trust policy"] : inline.Unreadable,
            Parts =
            [
                inline.Part,
                Part(IamPart.AttachedPolicies, attached),
                Part(IamPart.TrustPolicy, [Canonical(trust)]),
                Part(IamPart.Boundary, [role.PermissionsBoundary?.PermissionsBoundaryArn ?? ""]),
            ],
        };
    }

    /// <summary>Its version in force: the others allow nothing.</summary>
    private static IamEntity OfPolicy(ManagedPolicyDetail policy)
    {
        var name = Named(policy.PolicyName);
        var inForce = (policy.PolicyVersionList ?? []).Find(version => version.IsDefaultVersion is true);
        var document = Decoded(inForce?.Document);
        var grants = PolicyText.Grants(document);
        return new IamEntity(IamKind.Policy, name, policy.Arn ?? "")
        {
            Policies = grants is { } wide ? [new PolicyGrants(name, wide)] : [],
            MadeAt = AwsTime.Of(policy.CreateDate),
            Uses = policy.AttachmentCount is { } attached
                ? attached + (policy.PermissionsBoundaryUsageCount ?? 0)
                : null,
            Unreadable = grants is null ? ["document"] : [],
            Parts = [Part(IamPart.Document, [Canonical(document)])],
        };
    }

    private static (ImmutableArray<PolicyGrants> Grants, ImmutableArray<string> Unreadable, IamPart Part) Inline(
        List<PolicyDetail>? policies
    )
    {
        var read = (policies ?? [])
            .Select(policy => (Name: Named(policy.PolicyName), Text: Decoded(policy.PolicyDocument)))
            .OrderBy(policy => policy.Name, StringComparer.Ordinal)
            .Select(policy => (policy.Name, policy.Text, Grants: PolicyText.Grants(policy.Text)))
            .ToList();
        return (
            [.. read.Where(one => one.Grants is not null).Select(one => new PolicyGrants(one.Name, one.Grants!.Value))],
            [.. read.Where(one => one.Grants is null).Select(one => $"inline policy {one.Name}")],
            Part(IamPart.InlinePolicies, read.SelectMany(one => new[] { one.Name, Canonical(one.Text) }))
        );
    }

    private static ImmutableArray<string> Arns<T>(List<T>? attached, Func<T, string?> arnOf) =>
        [.. (attached ?? []).Select(arnOf).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>Lengths keep two texts from looking like one.</summary>
    private static IamPart Part(char letter, IEnumerable<string> texts)
    {
        var content = string.Concat(texts.Select(text => FormattableString.Invariant($"{text.Length}:{text}")));
        return new IamPart(letter, ShortDigest.Of(content));
    }

    /// <summary>A policy without its spaces and the order of its members; as it stands where it is no JSON.</summary>
    private static string Canonical(string document)
    {
        try
        {
            return JsonNode.Parse(document, null, s_strict) is { } policy
                ? WholeDefinition.Ordered(policy).ToJsonString()
                : document;
        }
        catch (JsonException)
        {
            return document;
        }
    }

    /// <summary>IAM writes documents URL-encoded (RFC 3986).</summary>
    private static string Decoded(string? document) => Uri.UnescapeDataString(document ?? "");

    private static string? NameIn(string? arn) => arn is null ? null : Named(arn[(arn.LastIndexOf('/') + 1)..]);

    /// <summary>IAM's names have 128 letters at most, and no others than those of a line.</summary>
    private static string Named(string? name) => OutsideText.Line(name ?? "?");
}
