using System.Text;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Notifications;

/// <summary>Notices as plain text on one topic and, where there is one, as chat messages on another.</summary>
/// <param name="noticeTopicArn">For people and pagers; null sends none.</param>
/// <param name="chatTopicArn">For Amazon Q Developer in chat applications; null sends none.</param>
public sealed class SnsNotifier(IAmazonSimpleNotificationService sns, string? noticeTopicArn, string? chatTopicArn)
    : INotifier
{
    /// <summary>Each level's own topic. A page of a level without one goes to the notice topic.</summary>
    public IReadOnlyDictionary<EscalationLevel, string> LevelTopicArns { get; init; } =
        new Dictionary<EscalationLevel, string>();

    public async Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken)
    {
        var plain = PlainAsync(notice, cancellationToken);

        // A page is repeated until its topic takes it: the chat hears of it once, and cannot make it repeat.
        if (notice.Level is not null)
        {
            if (await plain is { } missed)
            {
                return missed;
            }

            await ChatAsync(notice, cancellationToken);
            return null;
        }

        var failures = (await Task.WhenAll(plain, ChatAsync(notice, cancellationToken))).OfType<string>().ToList();
        return failures.Count == 0 ? null : string.Join("; ", failures);
    }

    private async Task<string?> PlainAsync(Notice notice, CancellationToken cancellationToken)
    {
        var failures = await Task.WhenAll(
            TopicsOf(notice)
                .Distinct()
                .Select(topic =>
                    PublishAsync(
                        new PublishRequest
                        {
                            TopicArn = topic,
                            Subject = PlainNotice.Subject(notice),
                            Message = ChatText.Plain(PlainNotice.Text(notice)),
                        },
                        cancellationToken
                    )
                )
        );
        return failures.Any(failed => failed is not null) ? string.Join("; ", failures.OfType<string>()) : null;
    }

    private Task<string?> ChatAsync(Notice notice, CancellationToken cancellationToken) =>
        chatTopicArn is null
            ? Task.FromResult<string?>(null)
            : PublishAsync(
                new PublishRequest { TopicArn = chatTopicArn, Message = ChatNotice.Json(notice) },
                cancellationToken
            );

    /// <summary>A page goes to its level instead of to all.</summary>
    private IEnumerable<string> TopicsOf(Notice notice)
    {
        var own = notice.Level is { } level ? LevelTopicArns.GetValueOrDefault(level) : null;
        if ((own ?? noticeTopicArn) is { } topic)
        {
            yield return topic;
        }

        foreach (var also in notice.Also)
        {
            if (LevelTopicArns.TryGetValue(also, out var its))
            {
                yield return its;
            }
        }
    }

    private async Task<string?> PublishAsync(PublishRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await sns.PublishAsync(request, cancellationToken);
            return null;
        }
        catch (Exception failed)
            when (failed is AmazonClientException or AmazonServiceException or HttpRequestException or IOException)
        {
            return $"{request.TopicArn}: {failed.GetType().Name}: {failed.Message}";
        }
    }
}

/// <summary>A notice as an e-mail or a pager shows it.</summary>
internal static class PlainNotice
{
    /// <summary>
    /// SNS: fewer than 100 ASCII characters, no line breaks, starting with a letter, digit or punctuation.
    /// </summary>
    private const int SubjectLimit = 99;

    public static string Subject(Notice notice)
    {
        var text = new StringBuilder($"[{notice.Label}] {notice.Subject}");
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = text[i] is >= ' ' and <= '~' ? text[i] : '?';
        }

        return text.Length <= SubjectLimit ? text.ToString() : text.ToString(0, SubjectLimit - 3) + "...";
    }

    public static string Text(Notice notice)
    {
        var text = new StringBuilder().AppendLine(notice.Title).AppendLine().AppendLine(notice.Text);
        foreach (var step in notice.NextSteps)
        {
            text.Append("- ").AppendLine(step);
        }

        string?[] last = [notice.IncidentLine, notice.PlaceLine];
        return last.Any(line => line is not null)
            ? text.AppendLine().AppendJoin('\n', last.OfType<string>()).ToString()
            : text.ToString();
    }
}
