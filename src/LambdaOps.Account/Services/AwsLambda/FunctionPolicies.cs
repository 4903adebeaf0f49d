using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Core.Signals;

namespace LambdaOps.Account.Services.AwsLambda;

/// <summary>
/// The resource policies of functions: which AWS service may invoke them, and on whose behalf. Without a statement that
/// fits, what a topic, a rule or an alarm sends does not arrive.
/// </summary>
public sealed class FunctionPolicies
{
    private readonly Dictionary<string, List<InvokeStatement>> _byFunction = new(StringComparer.Ordinal);

    /// <summary>The statements of a stack that are not there yet.</summary>
    public void Deploy(DeployedStack stack)
    {
        foreach (var permission in stack.Permissions)
        {
            var function = stack.Functions.FirstOrDefault(one =>
                one.Name == permission.Function || one.Arn == permission.Function
            );
            if (function is not null && Of(function.Arn).TrueForAll(one => one.Id != permission.LogicalId))
            {
                Of(function.Arn)
                    .Add(
                        new InvokeStatement(
                            permission.LogicalId,
                            permission.Action,
                            permission.Principal,
                            permission.SourceArn,
                            permission.SourceAccount
                        )
                    );
            }
        }
    }

    /// <summary>The statements of a function, by its ARN.</summary>
    public List<InvokeStatement> Of(string function) =>
        _byFunction.TryGetValue(function, out var known) ? known : _byFunction[function] = [];

    /// <param name="principal">The service: sns.amazonaws.com, events.amazonaws.com, …</param>
    /// <param name="source">The ARN of the topic, rule or alarm.</param>
    public bool Allows(string function, string principal, string source) =>
        Of(function).Exists(statement => statement.Allows(principal, source));
}

/// <summary>One statement of a function's policy.</summary>
public sealed record InvokeStatement(
    string Id,
    string Action,
    string Principal,
    string? SourceArn,
    string? SourceAccount
)
{
    public bool Allows(string principal, string source) =>
        Action is "lambda:InvokeFunction" or "lambda:*" or "*"
        && (Principal == principal || Principal == "*")
        && (SourceArn is null || Wildcard.Matches(SourceArn, source, single: true))
        && (SourceAccount is null || source.Split(':')[4] == SourceAccount);

    /// <summary>As Lambda writes it.</summary>
    public JsonObject Write(string function)
    {
        var condition = new JsonObject();
        if (SourceAccount is not null)
        {
            condition["StringEquals"] = new JsonObject { ["AWS:SourceAccount"] = SourceAccount };
        }

        if (SourceArn is not null)
        {
            condition["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = SourceArn };
        }

        var written = new JsonObject
        {
            ["Sid"] = Id,
            ["Effect"] = "Allow",
            [nameof(Principal)] =
                Principal == "*" ? "*"
                : Principal.EndsWith(".amazonaws.com", StringComparison.Ordinal)
                    ? new JsonObject { ["Service"] = Principal }
                : new JsonObject { ["AWS"] = Principal },
            [nameof(Action)] = Action,
            ["Resource"] = function,
        };
        if (condition.Count > 0)
        {
            written["Condition"] = condition;
        }

        return written;
    }
}
