using LambdaOps.Aws.FollowUps;
using LambdaOps.Aws.Resources;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Aws.Invocations;

/// <summary>
/// What the template tells a function, read when it is first asked for: not every function needs all of it.
/// </summary>
/// <param name="variables">The value of an environment variable, or null.</param>
/// <exception cref="InvalidOperationException">Of each property: the variable is missing or wrong.</exception>
public sealed class FunctionSettings(Func<string, string?> variables)
{
    /// <summary>A path in the package, or an s3:// URL.</summary>
    public string EstateLocation => Optional("LAMBDAOPS_ESTATE") ?? "estate.json";

    /// <summary>The function that this is.</summary>
    public FunctionName Function
    {
        get
        {
            const string Variable = "LAMBDAOPS_FUNCTION";
            var name = new FunctionName(Required(Variable));
            return AllProcedures.Functions.Contains(name)
                ? name
                : throw new InvalidOperationException(
                    $"environment variable {Variable} is '{name}'; "
                        + $"expected one of {string.Join(", ", AllProcedures.Functions)}"
                );
        }
    }

    /// <summary>The template's WritePermissions: what the roles hold follows from the same parameter.</summary>
    public bool MayWrite =>
        Required("LAMBDAOPS_WRITES") switch
        {
            "granted" => true,
            "none" => false,
            var other => throw new InvalidOperationException(
                $"environment variable LAMBDAOPS_WRITES is '{other}'; expected none or granted"
            ),
        };

    /// <summary>Where the stack is: an ARN of it says so.</summary>
    public string? Region => NoticeTopicArn?.Split(':') is [_, _, _, var region, ..] ? region : null;

    public string JournalTable => Required("LAMBDAOPS_JOURNAL_TABLE");

    public TickQueues Queues
    {
        get
        {
            const string Variable = "LAMBDAOPS_TICK_QUEUES";
            try
            {
                return TickQueues.Parse(Required(Variable));
            }
            catch (FormatException bad)
            {
                throw new InvalidOperationException($"environment variable {Variable}: {bad.Message}", bad);
            }
        }
    }

    /// <summary>How the stack names its functions: as it does their queues, in the account of its topics.</summary>
    public FunctionArns Functions =>
        Required("LAMBDAOPS_NOTICE_TOPIC_ARN").Split(':') is [var arn, var partition, _, var region, var account, ..]
            ? new FunctionArns($"{arn}:{partition}:lambda:{region}:{account}:function:{Queues.Stack}-")
            : throw new InvalidOperationException("environment variable LAMBDAOPS_NOTICE_TOPIC_ARN is no ARN");

    public string? NoticeTopicArn => Optional("LAMBDAOPS_NOTICE_TOPIC_ARN");

    public string? ChatTopicArn => Optional("LAMBDAOPS_CHAT_TOPIC_ARN");

    /// <summary>A level without a topic is paged on the notice topic.</summary>
    public Dictionary<EscalationLevel, string> LevelTopicArns
    {
        get
        {
            var topics = new Dictionary<EscalationLevel, string>();
            foreach (
                var (level, variable) in new[]
                {
                    (EscalationLevel.L1, "LAMBDAOPS_L1_TOPIC_ARN"),
                    (EscalationLevel.L2, "LAMBDAOPS_L2_TOPIC_ARN"),
                    (EscalationLevel.L3, "LAMBDAOPS_L3_TOPIC_ARN"),
                }
            )
            {
                if (Optional(variable) is { } arn)
                {
                    topics.Add(level, arn);
                }
            }

            return topics;
        }
    }

    /// <summary>Lambda does not say in which account it runs; an ARN of the stack does.</summary>
    public string? Account => NoticeTopicArn?.Split(':') is [_, _, _, _, var account, ..] ? account : null;

    private string Required(string variable) =>
        Optional(variable)
        ?? throw new InvalidOperationException(
            $"environment variable {variable} is not set; serverless.template sets it"
        );

    private string? Optional(string variable) => variables(variable) is { Length: > 0 } value ? value : null;
}
