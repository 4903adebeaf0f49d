using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>Reads IAM statements: a role's policies, and the forms that SAM allows on a function.</summary>
internal static class RolePolicyReader
{
    private static readonly ImmutableArray<string> s_logs =
    [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ];

    private static readonly ImmutableArray<string> s_poller =
    [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
    ];

    /// <summary>The Policies of a function, with what SAM adds for logs, queues and failed events.</summary>
    public static RolePolicy OfFunction(
        ResourceProperties function,
        IEnumerable<StackQueueSource> queues,
        IEnumerable<string?> failureTargets
    )
    {
        var statements = new List<PolicyStatement> { Added("AWSLambdaBasicExecutionRole", s_logs, "*") };
        statements.AddRange(queues.Select(queue => Added("AWSLambdaSQSQueueExecutionRole", s_poller, queue.QueueArn)));
        foreach (var target in failureTargets.OfType<string>())
        {
            var action = target.Contains(":sns:", StringComparison.Ordinal) ? "sns:Publish" : "sqs:SendMessage";
            statements.Add(Added("failed events", [action], target));
        }

        var policies = function.Values["Policies"] switch
        {
            null => [],
            JsonArray list => list,
            var single => new JsonArray(single.DeepClone()),
        };
        foreach (var (index, policy) in policies.Index())
        {
            statements.AddRange(OfPolicy(function.LogicalId, policy, $"{function.Path}/Policies/{index}"));
        }

        return new RolePolicy([.. statements]);
    }

    /// <param name="own">The stack's managed policies, by ARN.</param>
    public static RolePolicy OfRole(ResourceProperties role, IReadOnlyDictionary<string, StackManagedPolicy> own)
    {
        var managed = role.Texts("ManagedPolicyArns")
            .SelectMany(
                (arn, index) =>
                    own.TryGetValue(arn, out var policy)
                        ? policy.Policy.Statements
                        : (IEnumerable<PolicyStatement>)Managed(arn, $"{role.Path}/ManagedPolicyArns/{index}")
            );
        var inline = role.Objects("Policies").SelectMany(policy => Document(policy.Required("PolicyDocument")));
        return new RolePolicy([.. managed, .. inline]);
    }

    private static IEnumerable<PolicyStatement> OfPolicy(string logicalId, JsonNode? policy, string path) =>
        policy switch
        {
            JsonValue name => Managed(name.ToString(), path),
            JsonObject document when document.ContainsKey("Statement") => Document(
                new ResourceProperties(logicalId, document, path)
            ),
            JsonObject template => throw new StackError(
                path,
                $"SAM's policy template {template.FirstOrDefault().Key} is not supported: write the statements."
            ),
            _ => throw new StackError(path, "expected a policy's name or statements."),
        };

    /// <param name="name">A managed policy's name or ARN.</param>
    private static PolicyStatement[] Managed(string name, string path) =>
        name[(name.LastIndexOf('/') + 1)..] switch
        {
            "AWSLambdaBasicExecutionRole" => [Added(name, s_logs, "*")],
            "AWSLambdaSQSQueueExecutionRole" => [Added(name, [.. s_logs, .. s_poller], "*")],
            "AWSXRayDaemonWriteAccess" => [Added(name, ["xray:*"], "*")],
            _ => throw new StackError(path, $"the managed policy {name} is not known."),
        };

    private static PolicyStatement Added(string source, ImmutableArray<string> actions, string resource) =>
        new(true, actions, [resource], source, IsGiven: false);

    public static IEnumerable<PolicyStatement> Document(ResourceProperties document)
    {
        if (document.Values["Statement"] is JsonObject single)
        {
            return [Statement(new ResourceProperties(document.LogicalId, single, $"{document.Path}/Statement"))];
        }

        return document.Objects("Statement").Select(Statement);
    }

    private static PolicyStatement Statement(ResourceProperties statement)
    {
        var effect = statement.Text("Effect");
        if (effect is not ("Allow" or "Deny"))
        {
            throw new StackError($"{statement.Path}/Effect", $"'{effect}' is neither Allow nor Deny.");
        }

        var read = new PolicyStatement(
            effect == "Allow",
            [.. statement.Texts("Action")],
            [.. statement.Texts("Resource")],
            statement.Path,
            IsGiven: true
        )
        {
            NotActions = [.. statement.Texts("NotAction")],
            NotResources = [.. statement.Texts("NotResource")],
            Conditions = [.. Conditions(statement)],
        };
        var hasActions = !read.Actions.IsEmpty || !read.NotActions.IsEmpty;
        var hasResources = !read.Resources.IsEmpty || !read.NotResources.IsEmpty;
        return hasActions && hasResources
            ? read
            : throw new StackError(statement.Path, "a statement needs actions and resources.");
    }

    private static IEnumerable<PolicyCondition> Conditions(ResourceProperties statement)
    {
        if (statement.Object("Condition") is not { } block)
        {
            yield break;
        }

        foreach (var (name, _) in block.Values)
        {
            if (!PolicyCondition.IsKnown(name))
            {
                throw new StackError($"{block.Path}/{name}", "this condition operator is not supported.");
            }

            var keys = block.Required(name);
            foreach (var (key, _) in keys.Values)
            {
                yield return new PolicyCondition(name, key, [.. keys.Texts(key)]);
            }
        }
    }
}
