using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Signals;

/// <summary>
/// What ECS says of a deployment or of its hook ("detail"). Only that something happened counts: the look says what.
/// </summary>
public sealed record DeploymentDetail
{
    /// <summary>"SERVICE_DEPLOYMENT_IN_PROGRESS", "HOOK_AWAITING_ACTION", ….</summary>
    public string? EventName { get; init; }

    public string? Reason { get; init; }

    /// <summary>Where the resources do not name the service itself.</summary>
    public string? ServiceArn { get; init; }

    public string? ServiceDeploymentArn { get; init; }
}

/// <summary>Makes signals of ECS's events about deployments.</summary>
internal static class DeploymentSignals
{
    public static Signal.DeploymentChanged From(
        DeploymentDetail? detail,
        IEnumerable<string> resources,
        DateTimeOffset at
    )
    {
        var said = detail ?? throw new BadEventException("detail", "nothing", "eventName and reason");
        return new Signal.DeploymentChanged(
            resources
                .Append(said.ServiceArn)
                .Append(said.ServiceDeploymentArn)
                .Select(ServiceOf)
                .OfType<string>()
                .FirstOrDefault()
                ?? throw new BadEventException("resources", string.Join(", ", resources), "a service's ARN"),
            AlarmSignals.Required(said.EventName, "detail.eventName", "what happened"),
            said.Reason ?? "",
            at
        );
    }

    /// <summary>The service's ARN: it itself, or the part of its deployment's; null for anything else.</summary>
    private static string? ServiceOf(string? arn) =>
        arn?.Split(':') is [_, _, "ecs", _, _, var path]
            ? path.Split('/') switch
            {
                ["service", _, _] => arn,
                ["service-deployment", var cluster, var service, _] =>
                    $"{arn[..(arn.Length - path.Length)]}service/{cluster}/{service}",
                _ => null,
            }
            : null;
}
