using System.Collections.Immutable;
using System.Text.Json;

namespace LambdaOps.Core.Resources;

/// <summary>What one policy allows too much of.</summary>
/// <param name="Name">The policy's.</param>
/// <param name="Wide">Each once; empty for a policy that names what it allows.</param>
public sealed record PolicyGrants(string Name, ImmutableArray<WideGrant> Wide);

/// <summary>How far an Allow with a wildcard reaches.</summary>
public enum GrantReach
{
    /// <summary>All actions of one service.</summary>
    Service,

    /// <summary>All actions but some, as in AWS's PowerUserAccess.</summary>
    AllBut,

    /// <summary>All actions of all services.</summary>
    All,
}

/// <summary>An Allow of all actions on all resources, of a service or of all.</summary>
/// <param name="Says">In the policy's own words, shortened: "s3:* on *".</param>
/// <param name="IsConditional">Whether the statement has a condition; it is not weighed.</param>
public sealed record WideGrant(GrantReach Reach, string Says, bool IsConditional);

/// <summary>Who may assume a role.</summary>
/// <param name="Id">An account's twelve digits, or the identity provider.</param>
/// <param name="IsConditional">Whether the statement has a condition; it is not weighed.</param>
public sealed record TrustedPrincipal(TrustKind Kind, string Id, bool IsConditional);

public enum TrustKind
{
    /// <summary>An account, or someone in it.</summary>
    Account,

    /// <summary>Whoever signs in at an identity provider of the web.</summary>
    WebIdentity,

    /// <summary>Everybody with any AWS account.</summary>
    Anybody,
}

/// <summary>
/// IAM's policy language, as far as wildcards and principals go: Deny statements and conditions are not weighed.
/// </summary>
public static class PolicyText
{
    private const int MostWords = 3;
    private const int MostLetters = 60;
    private const string All = "*";

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>The wide grants of a policy that is attached to someone.</summary>
    /// <param name="document">The policy's JSON.</param>
    /// <returns>Null where that is no policy: then nothing is known of it.</returns>
    public static ImmutableArray<WideGrant>? Grants(string document) => Read(document, GrantsOf);

    /// <summary>Who may assume a role by its trust policy, each once, but for services and those that no longer are.</summary>
    /// <param name="document">The policy's JSON.</param>
    /// <returns>Null where that is no policy.</returns>
    public static ImmutableArray<TrustedPrincipal>? Principals(string document) => Read(document, PrincipalsOf);

    private static ImmutableArray<T>? Read<T>(string document, Func<JsonElement, IEnumerable<T>> of)
    {
        try
        {
            using var json = JsonDocument.Parse(document, s_strict);
            return [.. Statements(json.RootElement).Where(IsAllow).SelectMany(of).Distinct()];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">It is no policy.</exception>
    private static List<JsonElement> Statements(JsonElement policy) =>
        policy.ValueKind != JsonValueKind.Object || !policy.TryGetProperty("Statement", out var statements)
            ? throw new JsonException("a policy has statements")
            : OneOrMore(statements, JsonValueKind.Object);

    /// <exception cref="JsonException">It says neither Allow nor Deny.</exception>
    private static bool IsAllow(JsonElement statement) =>
        statement.TryGetProperty("Effect", out var effect) && effect.ValueKind == JsonValueKind.String
            ? effect.GetString() switch
            {
                "Allow" => true,
                "Deny" => false,
                _ => throw new JsonException("an effect is Allow or Deny"),
            }
            : throw new JsonException("a statement has an effect");

    private static IEnumerable<WideGrant> GrantsOf(JsonElement statement)
    {
        var (resources, isConditional) = (Texts(statement, "Resource"), IsConditional(statement));
        if (resources.IsEmpty && !statement.TryGetProperty("NotResource", out _))
        {
            throw new JsonException("a statement names resources");
        }

        // NotResource leaves out what it names, and nothing else.
        var on = resources.IsEmpty ? "all but some resources" : resources.FirstOrDefault(IsEverything);
        var services = resources.Select(WholeService).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (actions, isNot) = Actions(statement);
        if (isNot && on is not null)
        {
            yield return new(GrantReach.AllBut, $"all but {Words(actions)} on {on}", isConditional);
        }

        foreach (var action in isNot ? [] : actions)
        {
            var service = action.Split(':')[0];
            if (IsEverything(action) && on is not null)
            {
                yield return new(GrantReach.All, $"* on {on}", isConditional);
            }
            else if (IsEverything(action))
            {
                foreach (var whole in services)
                {
                    yield return new(GrantReach.Service, $"* on all of {Shortened(whole)}", isConditional);
                }
            }
            else if (IsWholeService(action) && (on is not null || services.Contains(service)))
            {
                var where = on ?? $"all of {Shortened(service)}";
                yield return new(GrantReach.Service, $"{Shortened(action)} on {where}", isConditional);
            }
        }
    }

    private static IEnumerable<TrustedPrincipal> PrincipalsOf(JsonElement statement)
    {
        var isConditional = IsConditional(statement);
        var (actions, isNot) = Actions(statement);
        if (!isNot && !actions.Any(Assumes))
        {
            return [];
        }

        if (!statement.TryGetProperty("Principal", out var principal))
        {
            return statement.TryGetProperty("NotPrincipal", out _)
                ? [new(TrustKind.Anybody, All, isConditional)]
                : throw new JsonException("a trust policy names principals");
        }

        return principal.ValueKind switch
        {
            JsonValueKind.String => Texts(statement, "Principal").SelectMany(one => OfAccount(one, isConditional)),
            JsonValueKind.Object =>
            [
                .. Texts(principal, "AWS").SelectMany(one => OfAccount(one, isConditional)),
                .. Texts(principal, "Federated").SelectMany(one => OfProvider(one, isConditional)),
            ],
            _ => throw new JsonException("a principal is a text or an object"),
        };
    }

    /// <summary>What is no account is an id of someone who no longer is.</summary>
    private static IEnumerable<TrustedPrincipal> OfAccount(string principal, bool isConditional)
    {
        if (IsEverything(principal))
        {
            yield return new(TrustKind.Anybody, All, isConditional);
        }
        else if (AccountIn(principal) is { } account)
        {
            yield return new(TrustKind.Account, account, isConditional);
        }
    }

    private static string? AccountIn(string principal) =>
        principal.Length == 12 && principal.All(char.IsAsciiDigit) ? principal : IamEntity.AccountOf(principal);

    /// <summary>A condition says whose tokens are meant: without one, anybody's. SAML's are of one company.</summary>
    private static IEnumerable<TrustedPrincipal> OfProvider(string provider, bool isConditional)
    {
        if (IsEverything(provider))
        {
            yield return new(TrustKind.Anybody, All, isConditional);
        }
        else if (!isConditional && !provider.Contains(":saml-provider/", StringComparison.Ordinal))
        {
            yield return new(TrustKind.WebIdentity, Shortened(provider[(provider.IndexOf('/') + 1)..]), isConditional);
        }
    }

    private static bool Assumes(string action) =>
        IsEverything(action)
        || action.StartsWith("sts:assume", StringComparison.OrdinalIgnoreCase)
        || (action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) && action.Contains('*'));

    /// <summary>What a statement is about, or, negated, what it is not about.</summary>
    /// <exception cref="JsonException">It says neither.</exception>
    private static (ImmutableArray<string> Actions, bool IsNot) Actions(JsonElement statement) =>
        Texts(statement, "Action") is { IsEmpty: false } actions ? (actions, false)
        : Texts(statement, "NotAction") is { IsEmpty: false } others ? (others, true)
        : throw new JsonException("a statement names actions");

    /// <summary>The texts of a member that is one or many; empty where it is absent.</summary>
    private static ImmutableArray<string> Texts(JsonElement statement, string member) =>
        statement.TryGetProperty(member, out var value)
            ? [.. OneOrMore(value, JsonValueKind.String).Select(one => one.GetString()!)]
            : [];

    /// <exception cref="JsonException">There is something else.</exception>
    private static List<JsonElement> OneOrMore(JsonElement value, JsonValueKind kind)
    {
        List<JsonElement> all = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return all.TrueForAll(one => one.ValueKind == kind) ? all : throw new JsonException($"not {kind} alone");
    }

    private static bool IsConditional(JsonElement statement) =>
        statement.TryGetProperty("Condition", out var condition)
        && (condition.ValueKind != JsonValueKind.Object || condition.EnumerateObject().Any());

    /// <summary>"*", also written "*:*" or "arn:aws:*:*:*:*".</summary>
    private static bool IsEverything(string pattern) =>
        pattern.Length > 0
        && (
            pattern.AsSpan().TrimStart("*:").IsEmpty
            || (
                pattern.Split(':') is ["arn", _, { } service, ..]
                && IsStars(service)
                && WholeService(pattern) is not null
            )
        );

    /// <summary>The service all of whose resources an ARN means ("arn:aws:s3:::*"); null where it means fewer.</summary>
    private static string? WholeService(string arn) =>
        arn.Split(':', 6) is ["arn", _, var service, var region, _, var rest]
        && (region.Length == 0 || IsStars(region))
        && rest.Length > 0
        && rest.AsSpan().TrimStart("*:/").IsEmpty
            ? service
            : null;

    /// <summary>"s3:*".</summary>
    private static bool IsWholeService(string action) =>
        action.Split(':') is [{ Length: > 0 }, { Length: > 0 } rest] && IsStars(rest);

    private static bool IsStars(string text) => text.Length > 0 && text.AsSpan().TrimStart('*').IsEmpty;

    private static string Words(ImmutableArray<string> actions) =>
        ShortList.Of([.. actions.Select(Shortened)], MostWords);

    /// <summary>Texts from outside, without what is no letter of a line.</summary>
    private static string Shortened(string text)
    {
        var plain = string.Concat(text.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)));
        return plain.Length <= MostLetters ? plain : $"{plain[..MostLetters]}…";
    }
}
