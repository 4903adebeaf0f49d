using Amazon.Lambda.RuntimeSupport.Helpers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Lambda Runtime API, version 2018-06-01.</summary>
public interface IRuntimeApiClient
{
    IConsoleLoggerWriter ConsoleLogger { get; }

    Task ReportInitializationErrorAsync(
        Exception exception,
        string errorType = null,
        CancellationToken cancellationToken = default
    );

    Task ReportInitializationErrorAsync(string errorType, CancellationToken cancellationToken = default);

    /// <summary>Waits, however long it takes, for the next invocation.</summary>
    Task<InvocationRequest> GetNextInvocationAsync(CancellationToken cancellationToken = default);

    Task ReportInvocationErrorAsync(
        string awsRequestId,
        Exception exception,
        CancellationToken cancellationToken = default
    );

    /// <summary>Waits until the snapshot of this process has been restored (SnapStart).</summary>
    Task RestoreNextInvocationAsync(CancellationToken cancellationToken = default);

    Task ReportRestoreErrorAsync(
        Exception exception,
        string errorType = null,
        CancellationToken cancellationToken = default
    );

    Task SendResponseAsync(string awsRequestId, Stream outputStream, CancellationToken cancellationToken = default);
}
