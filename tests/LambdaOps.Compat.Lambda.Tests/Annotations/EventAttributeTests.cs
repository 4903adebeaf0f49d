using Amazon.Lambda.Annotations.Schedule;
using Amazon.Lambda.Annotations.SNS;
using Amazon.Lambda.Annotations.SQS;

namespace LambdaOps.Compat.Lambda.Tests.Annotations;

public sealed class EventAttributeTests
{
    [Theory]
    [InlineData("@FollowUps", "FollowUps")]
    [InlineData("arn:aws:sqs:ap-northeast-1:123456789012:follow-ups.fifo", "followupsfifo")]
    public void QueueEvent_IsNamedAfterItsQueue(string queue, string name)
    {
        Assert.Equal(name, new SQSEventAttribute(queue).ResourceName);
        Assert.Equal("Own", new SQSEventAttribute(queue) { ResourceName = "Own" }.ResourceName);
    }

    [Theory]
    [InlineData("@Alarms", "Alarms")]
    [InlineData("arn:aws:sns:ap-northeast-1:123456789012:ops-alarms", "opsalarms")]
    [InlineData("not-an-arn", "not-an-arn")]
    [InlineData("", "")]
    public void TopicEvent_IsNamedAfterItsTopic(string topic, string name)
    {
        Assert.Equal(name, new SNSEventAttribute(topic).ResourceName);
    }

    [Theory]
    [InlineData("rate(5 minutes)", "rate5minutes")]
    [InlineData("", "ScheduleEvent")]
    public void ScheduleEvent_IsNamedAfterItsExpression(string schedule, string name)
    {
        Assert.Equal(name, new ScheduleEventAttribute(schedule).ResourceName);
    }
}
