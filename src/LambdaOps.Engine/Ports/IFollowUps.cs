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

/// <summary>The function's own queue, as far as its messages that failed are concerned.</summary>
public interface IOwnQueue
{
    /// <summary>
    /// How long a message that failed is hidden: first some seconds, so that the next look is not missed for long, then
    /// twice as long each time.
    /// </summary>
    /// <param name="received">How often it has been delivered.</param>
    static TimeSpan HiddenFor(int received) =>
        TimeSpan.FromSeconds(Math.Min(120, 3 * Math.Pow(2, Math.Clamp(received, 1, 8) - 1)));

    /// <summary>Has a message delivered again after that time. Throws when the queue did not take it.</summary>
    Task ShowAgainAsync(string receipt, TimeSpan after, CancellationToken cancellationToken);
}
