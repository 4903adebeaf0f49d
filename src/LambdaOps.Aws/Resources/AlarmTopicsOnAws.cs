using System.Collections.Immutable;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;

namespace LambdaOps.Aws.Resources;

/// <summary>Whom the topics of alarms reach: their confirmed subscriptions.</summary>
public sealed class AlarmTopicsOnAws(Lazy<IAmazonSimpleNotificationService> sns)
{
    private const int MostPages = 20;

    public static bool IsTopic(string arn) => arn.Split(':') is [_, _, "sns", ..];

    /// <summary>A topic that is not there any more reaches nobody; one that may not be read says so.</summary>
    public async Task<AlarmTopic> ReadAsync(string topic, FunctionArns ours, CancellationToken cancellationToken)
    {
        try
        {
            return await SubscribedAsync(topic, ours, cancellationToken);
        }
        catch (NotFoundException)
        {
            return new AlarmTopic(topic, []);
        }
        catch (AmazonServiceException refused)
        {
            return new AlarmTopic(topic, []) { Unseen = OutsideText.Of(refused) };
        }
    }

    private async Task<AlarmTopic> SubscribedAsync(string topic, FunctionArns ours, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<FunctionName>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await sns.Value.ListSubscriptionsByTopicAsync(
                new ListSubscriptionsByTopicRequest { TopicArn = topic, NextToken = next },
                cancellationToken
            );
            found.AddRange(
                (answer.Subscriptions ?? [])
                    .Where(one => one.Protocol == "lambda" && IsConfirmed(one))
                    .Select(one => ours.Of(one.Endpoint))
                    .OfType<FunctionName>()
            );
            if ((next = answer.NextToken) is null)
            {
                return new AlarmTopic(topic, found.ToImmutable());
            }
        }

        return new AlarmTopic(topic, found.ToImmutable())
        {
            Unseen = FormattableString.Invariant($"it has more than {MostPages} pages of subscriptions"),
        };
    }

    /// <summary>In place of an ARN, a subscription that nobody has confirmed says so.</summary>
    private static bool IsConfirmed(Subscription one) =>
        one.SubscriptionArn?.StartsWith("arn:", StringComparison.Ordinal) == true;
}
