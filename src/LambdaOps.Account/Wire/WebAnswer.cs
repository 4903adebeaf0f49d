namespace LambdaOps.Account.Wire;

/// <summary>What a web site of the world answers to one request.</summary>
/// <param name="TimesOut">No answer comes: the connection is cut.</param>
public sealed record WebAnswer(int Status, string ContentType, byte[] Body, bool TimesOut)
{
    /// <summary>Headers besides Content-Type.</summary>
    public IEnumerable<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What the world's site answered, byte for byte.</summary>
    public static WebAnswer Of(World.SiteAnswer answer) =>
        new(answer.Status, answer.ContentType, answer.Bytes, answer.TimedOut) { Headers = answer.Headers };
}
