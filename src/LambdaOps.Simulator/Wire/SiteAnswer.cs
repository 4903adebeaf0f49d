namespace LambdaOps.Simulator.Wire;

/// <summary>What a web site of the world answers to one request.</summary>
/// <param name="TimesOut">No answer comes: the connection is cut.</param>
public sealed record SiteAnswer(int Status, string ContentType, byte[] Body, bool TimesOut);
