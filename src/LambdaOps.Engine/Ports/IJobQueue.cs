using LambdaOps.Core;
using LambdaOps.Core.Checks;

namespace LambdaOps.Engine.Ports;

/// <summary>
/// Has a check go on later, or a part of it begin: a message of its function's own queue. Throws when the message was
/// not taken.
/// </summary>
public interface IJobQueue
{
    /// <param name="delay">At most <see cref="IFollowUps.LongestDelay"/>.</param>
    Task SendAsync(JobRequest request, FunctionName function, TimeSpan delay, CancellationToken cancellationToken);
}
