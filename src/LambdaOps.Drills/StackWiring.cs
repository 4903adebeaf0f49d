using System.Text;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.Services.AwsLambda;
using LambdaOps.Account.Services.EventBridge;
using LambdaOps.Account.Services.Sns;
using LambdaOps.Account.World;

namespace LambdaOps.Drills;

/// <summary>
/// What leads from alarms and deployments to functions: topics, rules, the alarms' own actions and lifecycle hooks, each
/// as far as the function's policy lets it in (ECS comes with a role of its own). People can take any of it away.
/// </summary>
internal sealed class StackWiring
{
    private readonly SimulatedWorld _world;
    private readonly LambdaService _lambda;
    private readonly SnsService _sns;

    public StackWiring(SimulatedWorld world, LambdaService lambda, SnsService sns)
    {
        (_world, _lambda, _sns) = (world, lambda, sns);
        Rules = new EventRules(
            (rule, target, @event) => Invoke(target.Arn, "events.amazonaws.com", rule.Arn, rule.Arn, @event)
        );
        sns.Deliver = (endpoint, delivery) => Invoke(endpoint, delivery);
        world.Alarms.Deliveries.Sns = (topic, subject, message) => Publish(topic, subject, message);
        world.Alarms.Deliveries.EventBridge = Rules.Publish;
        world.Events.Arrive = Rules.Publish;
        world.Fleet.AskHook = (function, payload, answered) => lambda.InvokeHook(function, payload, answered);
        world.Alarms.Deliveries.Lambda = (function, alarm, payload) =>
            Invoke(function, "lambda.alarms.cloudwatch.amazonaws.com", alarm, "cloudwatch", payload);
    }

    public EventRules Rules { get; }

    public FunctionPolicies Policies { get; } = new();

    /// <param name="before">What stood before an update; null at the first deployment.</param>
    public void Deploy(DeployedStack stack, DeployedStack? before = null)
    {
        Policies.Deploy(stack);
        Rules.Deploy(stack, before);
        foreach (var made in before is null ? stack.Subscriptions.Where(one => one.Protocol == "lambda") : [])
        {
            var topic = _sns.Topic(made.TopicArn);
            var arn = topic.Subscribe("lambda", delivery => Invoke(made.Endpoint, delivery), made.Endpoint);
            topic.Find(arn)!.Filter(made.FilterPolicy?.GetRawText(), body: false);
        }
    }

    private void Publish(string topic, string subject, string message)
    {
        if (_world.IsDown("sns"))
        {
            _world.Tell("topic", topic, "cannot be reached: the alarm's message is lost");
            return;
        }

        if (_sns.Topics.FirstOrDefault(one => one.Arn == topic) is { } known)
        {
            known.Publish(message, subject, "cloudwatch");
            return;
        }

        _world.Tell("topic", topic, "is not there: the alarm's message is lost");
    }

    private void Invoke(string function, SnsDelivery delivery) =>
        Invoke(
            function,
            "sns.amazonaws.com",
            delivery.Notice.TopicArn,
            delivery.Notice.TopicArn,
            Encoding.UTF8.GetBytes(SnsLambdaEvent.Of(delivery).ToJsonString()),
            delivery.Notice.Trace
        );

    private void Invoke(
        string function,
        string principal,
        string source,
        string told,
        byte[] payload,
        string? trace = null
    )
    {
        if (!Policies.Allows(function, principal, source))
        {
            _world.Tell("invoke", function, $"{principal} may not invoke it for {source}");
            return;
        }

        _lambda.InvokeAsync(function, payload, told, trace);
    }
}
