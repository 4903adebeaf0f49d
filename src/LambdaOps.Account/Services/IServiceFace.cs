using System.Text.Json.Nodes;

namespace LambdaOps.Account.Services;

/// <summary>
/// One AWS service of the simulator, below any wire format: operations by their model's names, input and output as JSON
/// in the model's member names (blobs as byte[] values, timestamps as ISO 8601 strings). The wire translates.
/// Called with the world's gate held.
/// </summary>
public interface IServiceFace
{
    /// <summary>The model's file name in src/Compat/Models without ending: "ecs", "elbv2", "cloudwatch", …</summary>
    string Model { get; }

    /// <summary>Answers one call.</summary>
    /// <exception cref="ServiceFault">The error that AWS would answer.</exception>
    JsonObject Handle(ServiceCall call);

    /// <summary>
    /// What a call has to wait for before it can be answered, as a long poll does; null for nothing. Asked again after
    /// each wait.
    /// </summary>
    Task? Pending(ServiceCall call) => null;
}

/// <summary>
/// One call to a simulated service. <paramref name="Caller"/> is the function's name, or the access key of a person.
/// </summary>
public sealed record ServiceCall(string Service, string Operation, JsonObject Input, DateTimeOffset At, string Caller)
{
    /// <summary>Members of inputs that say what a call is about.</summary>
    private static readonly string[] s_about =
    [
        "TableName",
        "IndexName",
        "Key",
        "cluster",
        "service",
        "services",
        "TargetGroupArn",
        "AlarmNames",
        "StateValue",
        "Bucket",
        "QueueUrl",
        "TopicArn",
        "ResourceId",
        "ResourceIds",
        "DistributionId",
        "logGroupName",
    ];

    /// <summary>
    /// The operation and what it is about. What calls of one subject do is drawn by their number, so that the order in
    /// which calls about others arrive does not change it.
    /// </summary>
    public string Subject =>
        $"{Service}:{Operation} {string.Join(' ', s_about.Select(name => Input[name]?.ToJsonString()).OfType<string>())}";

    /// <summary>When the call came: before <see cref="At"/> when it had to wait.</summary>
    public DateTimeOffset CameAt { get; init; } = At;

    /// <summary>The region that the call is signed for; null when it came by no wire: the account's own.</summary>
    public string? Region { get; init; }

    /// <summary>The caller's trace header (X-Amzn-Trace-Id), or null.</summary>
    public string? Trace { get; init; }

    /// <summary>
    /// Where the call was sent to: scheme, host and port, for the URLs in its answer. Null when it came by no wire.
    /// </summary>
    public string? Endpoint { get; init; }
}

/// <summary>
/// An error in AWS's terms: a modelled error's shape name or a common code such as ThrottlingException.
/// </summary>
public sealed class ServiceFault(string code, string message, int httpStatus = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int HttpStatus { get; } = httpStatus;

    /// <summary>The modelled error's further members, as ConditionalCheckFailedException has its Item.</summary>
    public JsonObject? Details { get; init; }
}
