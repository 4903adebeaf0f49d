using LambdaOps.Account.World.Logs;

namespace LambdaOps.Account.Lambda;

/// <summary>What a function writes, as its log group has it.</summary>
public sealed class FunctionLog(LambdaService lambda, string function) : ILogSource
{
    public string Group { get; } = $"/aws/lambda/{function}";

    public string Stream => "[$LATEST]";

    public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until) =>
        lambda
            .LogOf(function)
            .Select((line, number) => new TextLine(line.At, Stream, line.Text) { Number = number })
            .Where(line => line.At >= from && line.At < until);
}
