namespace LambdaOps.Compat;

/// <summary>What every request of one query service has in common.</summary>
/// <param name="Namespace">The client's namespace, for example <c>Amazon.SimpleNotificationService</c>.</param>
/// <param name="ApiVersion">The Version parameter: the service model's date.</param>
internal sealed record QueryService(string Namespace, string ApiVersion);
