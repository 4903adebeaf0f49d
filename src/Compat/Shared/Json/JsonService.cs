namespace LambdaOps.Compat;

/// <summary>What every request of one awsJson service has in common.</summary>
/// <param name="Namespace">The client's namespace, for example <c>Amazon.ECS</c>.</param>
/// <param name="TargetPrefix">The part of X-Amz-Target before the operation.</param>
/// <param name="JsonVersion">1.0 or 1.1.</param>
/// <param name="ApiVersion">The service model's date.</param>
/// <param name="QueryCompatible">The service spoke the query protocol before and still tells its error codes.</param>
internal sealed record JsonService(
    string Namespace,
    string TargetPrefix,
    string JsonVersion,
    string ApiVersion,
    bool QueryCompatible = false
);
