using LambdaOps.Account.World;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Sqs;

/// <summary>
/// What SQS writes to CloudWatch each minute of queues that hold something, or held something a minute before: AWS/SQS as
/// far as alarms are made of it. A queue that has nothing in it for longer writes nothing here, and zeros in AWS.
/// </summary>
public static class QueueMetrics
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>Called with the world's gate held.</summary>
    public static void Start(SimulatedWorld world, SqsService sqs)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        world.Clock.In(s_minute, "queue metrics", Pass);

        void Pass()
        {
            foreach (var queue in sqs.Queues)
            {
                var wasHeld = held.Remove(queue.Name);
                var messages = queue.Messages;
                if (messages.Count > 0)
                {
                    held.Add(queue.Name);
                }

                if (wasHeld || messages.Count > 0)
                {
                    var now = world.Clock.Now;
                    var age = messages.Count == 0 ? TimeSpan.Zero : now - messages.Min(one => one.SentAt);
                    Write(queue, "ApproximateNumberOfMessagesVisible", messages.Count(one => one.VisibleAt <= now));
                    Write(queue, "ApproximateAgeOfOldestMessage", age.TotalSeconds);
                }
            }

            world.Clock.In(s_minute, "queue metrics", Pass);
        }

        void Write(SqsQueue queue, string metric, double value) =>
            world.Metrics.Add(
                MetricName.Of("AWS/SQS", metric, ("QueueName", queue.Name)),
                MetricCell.Of(world.Clock.Now, world.Clock.Now, value, 1, "None")
            );
    }
}
