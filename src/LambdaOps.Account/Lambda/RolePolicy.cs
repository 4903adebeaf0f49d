using System.Collections.Immutable;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.Lambda;

/// <summary>What a role may do: the statements of all its policies.</summary>
public sealed record RolePolicy(ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>True when a statement allows the action on the resource and none denies it.</summary>
    /// <param name="resource">An ARN, or "*" for operations without a resource: only statements for "*" fit
    /// these.</param>
    /// <param name="context">Condition keys of the request, such as ecs:cluster; a key that is not there fits
    /// nothing.</param>
    public bool Allows(string action, string resource, IReadOnlyDictionary<string, string>? context = null)
    {
        var fitting = Statements.Where(statement => statement.Fits(action, resource, context)).ToArray();
        return fitting.Length > 0 && Array.TrueForAll(fitting, statement => statement.IsAllow);
    }
}

/// <summary>One statement, everything in it resolved.</summary>
/// <param name="Source">Where it stands: the policy's path in the template, or the managed policy's name.</param>
/// <param name="IsGiven">False when the tool (SAM) adds it without being asked, as for logs and pollers.</param>
public sealed record PolicyStatement(
    bool IsAllow,
    ImmutableArray<string> Actions,
    ImmutableArray<string> Resources,
    string Source,
    bool IsGiven
)
{
    public ImmutableArray<string> NotActions { get; init; } = [];

    public ImmutableArray<string> NotResources { get; init; } = [];

    public ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    public bool Fits(string action, string resource, IReadOnlyDictionary<string, string>? context)
    {
        var actionFits = NotActions.IsEmpty
            ? Actions.Any(pattern => Wildcard.Matches(pattern, action, single: true, ignoreCase: true))
            : !NotActions.Any(pattern => Wildcard.Matches(pattern, action, single: true, ignoreCase: true));
        var resourceFits = NotResources.IsEmpty
            ? Resources.Any(pattern => IsAbout(pattern, resource))
            : !NotResources.Any(pattern => IsAbout(pattern, resource));
        return actionFits && resourceFits && Conditions.All(condition => condition.Holds(context));
    }

    /// <summary>IAM writes a literal *, ? or $ as ${*}, ${?} or ${$}; here each gets a private character for the while.</summary>
    private static bool IsAbout(string pattern, string resource)
    {
        const string Wild = "*?$";
        foreach (var (index, one) in Wild.Index())
        {
            var literal = (char)('\uE000' + index);
            if (pattern.Contains($"${{{one}}}", StringComparison.Ordinal))
            {
                pattern = pattern.Replace($"${{{one}}}", literal.ToString(), StringComparison.Ordinal);
                resource = resource.Replace(one, literal);
            }
        }

        return Wildcard.Matches(pattern, resource, single: true);
    }
}

/// <summary>One key of a statement's Condition block: its values are alternatives.</summary>
public sealed record PolicyCondition(string Operator, string Key, ImmutableArray<string> Values)
{
    private static readonly ImmutableArray<string> s_known =
    [
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "ArnEquals",
        "ArnLike",
        "Bool",
    ];

    public static bool IsKnown(string conditionOperator) => s_known.Contains(conditionOperator);

    public bool Holds(IReadOnlyDictionary<string, string>? context)
    {
        var value = context
            ?.FirstOrDefault(entry => string.Equals(entry.Key, Key, StringComparison.OrdinalIgnoreCase))
            .Value;
        return Operator switch
        {
            "StringNotEquals" => value is null || !Values.Contains(value),
            _ when value is null => false,
            "StringEquals" => Values.Contains(value),
            "Bool" => Values.Contains(value, StringComparer.OrdinalIgnoreCase),
            "StringLike" or "ArnEquals" or "ArnLike" => Values.Any(pattern =>
                Wildcard.Matches(pattern, value, single: true)
            ),
            _ => throw new NotSupportedException($"The condition operator {Operator} is not known."),
        };
    }
}
