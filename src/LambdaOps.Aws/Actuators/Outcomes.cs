using System.Net;
using Amazon.Runtime;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Actuators;

/// <summary>What a changing call came to: its failures are outcomes, and none of them is guessed.</summary>
internal static class Outcomes
{
    /// <summary>
    /// Makes the call. Throttled, or overtaken by another writer (a precondition that failed): nothing is wrong with the
    /// request, the next look tells. No answer: it may have taken effect.
    /// </summary>
    public static async Task<ActionOutcome> OfAsync(Func<Task<string>> call)
    {
        try
        {
            return new ActionOutcome.Done(await call());
        }
        catch (AmazonServiceException later) when (IsForLater(later))
        {
            return new ActionOutcome.Unknown($"{later.ErrorCode}: {later.Message}");
        }
        catch (AmazonServiceException refused) when (refused.StatusCode is > 0
            and < HttpStatusCode.InternalServerError)
        {
            return new ActionOutcome.Refused($"{refused.ErrorCode}: {refused.Message}");
        }
        catch (Exception unclear) when (unclear is AmazonClientException or AmazonServiceException
            or HttpRequestException or IOException or OperationCanceledException)
        {
            return new ActionOutcome.Unknown($"{unclear.GetType().Name}: {unclear.Message}");
        }
    }

    private static bool IsForLater(AmazonServiceException error) =>
        error.ErrorCode is "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "SlowDown"
            or "ConcurrentUpdateException"
        || error.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict
            or HttpStatusCode.TooManyRequests;
}
