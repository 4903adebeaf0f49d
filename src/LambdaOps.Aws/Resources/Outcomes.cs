using System.Net;
using Amazon.Runtime;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>What a changing call came to: its failures are outcomes, and none of them is guessed.</summary>
internal static class Outcomes
{
    /// <summary>
    /// For a client that sends a change once, and does not wait for an answer longer than the lease's margin allows:
    /// neither an error nor a reset connection (AWSSDK.Core counts those apart) makes it send again. Sent again after a
    /// lost answer, UpdateService would force a second deployment, and S3 would refuse the copy by its condition, which
    /// would look as if someone else had changed it. The loop asks the evidence instead.
    /// </summary>
    public static T SendsOnce<T>()
        where T : ClientConfig, new() =>
        new()
        {
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            Timeout = TimeSpan.FromSeconds(8),
        };

    /// <summary>A kind of change and its one call, which says what it came to.</summary>
    public static ChangeCall ChangeCall<T>(ChangeKind kind, Func<T, Resource, CancellationToken, Task<string>> call)
        where T : Change =>
        Engine.Ports.ChangeCall.To<T>(kind, (change, target, stop) => OfAsync(() => call(change, target, stop)));

    /// <summary>A change to many things, in several requests: it says how many it came to.</summary>
    public static ChangeCall ChangeOfMany<T>(
        ChangeKind kind,
        Func<T, Resource, CancellationToken, Task<ActionOutcome.Done>> call
    )
        where T : Change =>
        Engine.Ports.ChangeCall.To<T>(kind, (change, target, stop) => OfAsync(() => call(change, target, stop)));

    /// <summary>
    /// Makes the call. Throttled, or another change of the same thing under way: AWS wants it later. Overtaken by
    /// another writer (a precondition that failed): nothing is wrong with the request, the next look shows it. No
    /// answer: it may have taken effect.
    /// </summary>
    /// <param name="means">What an error of this very call means otherwise; null for what it always does.</param>
    public static Task<ActionOutcome> OfAsync(
        Func<Task<string>> call,
        Func<AmazonServiceException, ActionOutcome?>? means = null
    ) => OfAsync(async () => new ActionOutcome.Done(await call()), means);

    private static async Task<ActionOutcome> OfAsync(
        Func<Task<ActionOutcome.Done>> call,
        Func<AmazonServiceException, ActionOutcome?>? means = null
    )
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException special) when (means?.Invoke(special) is not null)
        {
            return means(special)!;
        }
        catch (AmazonServiceException later) when (IsForLater(later))
        {
            return new ActionOutcome.Later(OutsideText.Of(later));
        }
        catch (AmazonServiceException overtaken) when (overtaken.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return new ActionOutcome.Unknown(OutsideText.Of(overtaken));
        }
        catch (AmazonServiceException refused) when (refused.StatusCode is > 0 and < HttpStatusCode.InternalServerError)
        {
            return new ActionOutcome.Refused(OutsideText.Of(refused));
        }
        catch (Exception unclear)
            when (unclear
                    is AmazonClientException
                        or AmazonServiceException
                        or HttpRequestException
                        or IOException
                        or OperationCanceledException
            )
        {
            return new ActionOutcome.Unknown($"{unclear.GetType().Name}: {unclear.Message}");
        }
    }

    /// <summary>
    /// What services answer while they are throttled, while a queue of theirs is full, or while another change of the
    /// same thing is under way. Quotas that only a person has raised (LimitExceededException) are none of them.
    /// </summary>
    private static bool IsForLater(AmazonServiceException error) =>
        error.ErrorCode
            is "ThrottlingException"
                or "Throttling"
                or "ThrottledException"
                or "RequestThrottled"
                or "RequestThrottledException"
                or "RequestLimitExceeded"
                or "PriorRequestNotComplete"
                or "ProvisionedThroughputExceededException"
                or "TooManyRequestsException"
                or "SlowDown"
                or "TooManyInvalidationsInProgress"
                or "ResourceInUseException"
                or "TableInUseException"
                or "BackupInUseException"
                or "ConcurrentUpdateException"
                or "ConcurrentModificationException"
                or "OperationAborted"
                or "OperationAbortedException"
        || error.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests;
}
