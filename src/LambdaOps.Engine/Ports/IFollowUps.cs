using LambdaOps.Core;
using LambdaOps.Core.Signals;

namespace LambdaOps.Engine.Ports;

/// <summary>Sends signals to the loop's own future. Throws when the message was not taken.</summary>
public interface IFollowUps
{
    /// <summary>The longest delay that a message can have (SQS: 15 minutes).</summary>
    static TimeSpan LongestDelay { get; } = TimeSpan.FromMinutes(15);

    /// <param name="function">The function that handles it.</param>
    Task SendAsync(Signal signal, FunctionName function, TimeSpan delay, CancellationToken cancellationToken);
}
