using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using LambdaOps.Core.Reports;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Notifications;

/// <summary>Notices as plain text on one topic and, where there is one, as chat messages on another.</summary>
/// <param name="noticeTopicArn">For people and pagers; null sends none.</param>
/// <param name="chatTopicArn">For Amazon Q Developer in chat applications; null sends none.</param>
public sealed class SnsNotifier(IAmazonSimpleNotificationService sns, string? noticeTopicArn, string? chatTopicArn)
    : INotifier
{
    public async Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken)
    {
        var plain = noticeTopicArn is null
            ? Task.FromResult<string?>(null)
            : PublishAsync(
                new PublishRequest
                {
                    TopicArn = noticeTopicArn, Subject = PlainNotice.Subject(notice), Message = PlainNotice.Text(
                        notice),
                },
                cancellationToken);
        var chat = chatTopicArn is null
            ? Task.FromResult<string?>(null)
            : PublishAsync(
                new PublishRequest { TopicArn = chatTopicArn, Message = ChatNotice.Json(notice) }, cancellationToken);
        var failures = (await Task.WhenAll(plain, chat)).Where(failed => failed is not null).ToList();
        return failures.Count == 0 ? null : string.Join("; ", failures);
    }

    private async Task<string?> PublishAsync(PublishRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await sns.PublishAsync(request, cancellationToken);
            return null;
        }
        catch (Exception failed) when (failed is AmazonClientException or AmazonServiceException or HttpRequestException
            or IOException)
        {
            return $"{request.TopicArn}: {failed.GetType().Name}: {failed.Message}";
        }
    }
}
