namespace LambdaOps.Account.World.Plans;

/// <summary>A Lambda function of another application: it is in the account's lists, and nobody invokes it.</summary>
/// <param name="Runtime">As Lambda writes it: nodejs22.x; null, and it is a container image.</param>
public sealed record FunctionPlan(string Name, string? Runtime);
