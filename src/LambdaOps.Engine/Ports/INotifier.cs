using LambdaOps.Core.Reports;

namespace LambdaOps.Engine.Ports;

/// <summary>Tells people. A notice that cannot be sent must not stop a remedy: the failure is a result.</summary>
public interface INotifier
{
    /// <summary>Null when it was sent, else why it was not.</summary>
    Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken);
}
