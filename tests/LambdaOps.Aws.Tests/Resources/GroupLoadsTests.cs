using Amazon.CloudWatch.Model;
using LambdaOps.Aws.Resources;

namespace LambdaOps.Aws.Tests.Resources;

public class GroupLoadsTests
{
    private static readonly DateTimeOffset s_at = new(2031, 2, 3, 4, 5, 0, TimeSpan.Zero);

    /// <summary>While traffic shifts: requests and errors of both count, answer times of the one that gets most.</summary>
    [Fact]
    public void Load_IsOfAllGroupsTogether()
    {
        var read = new GroupLoads([
            new GroupLoad(
                Answers(("requests", [600]), ("errors", [6]), ("p95", [0.1]), ("cpu", [40]), ("memory", [50])),
                Answers(("requests", [600, 600]), ("hosts", [4, 4]), ("cpu", [50, 50]))
            ),
            new GroupLoad(
                Answers(("requests", [5400]), ("errors", [54]), ("p95", [0.3])),
                Answers(("requests", [5400]), ("hosts", [2]))
            ),
        ]).Read(s_at);

        Assert.Equal(100, read.RequestsPerSecond);
        Assert.Equal(1, read.ErrorPercent);
        Assert.Equal(300, read.P95Ms);
        Assert.Equal(40, read.CpuPercent);

        // 6000 and 600 requests in its minutes are 55 a second; 6 and 4 tasks are 5, at 50 %.
        Assert.Equal(0.5 * 5 / 55, read.TasksPerRequest!.Value, 6);
    }

    [Fact]
    public void EmptySecondGroup_ChangesNothing()
    {
        var alone = new GroupLoad(
            Answers(("requests", [60]), ("p95", [0.1]), ("cpu", [40])),
            Answers(("requests", [60]), ("hosts", [4]), ("cpu", [50]))
        );
        var empty = new GroupLoad(Answers(), Answers(("hosts", [0])));

        Assert.Equal(new GroupLoads([alone]).Read(s_at), new GroupLoads([alone, empty]).Read(s_at));
        Assert.Equal(0, new GroupLoads([alone]).Read(s_at).ErrorPercent);
    }

    [Fact]
    public void NoRequests_AreNoErrorShare()
    {
        var read = new GroupLoads([new GroupLoad(Answers(("cpu", [1])), Answers())]).Read(s_at);

        Assert.Null(read.ErrorPercent);
        Assert.Null(read.RequestsPerSecond);
        Assert.Null(read.TasksPerRequest);
    }

    /// <summary>The newest minute first, as GetMetricData is asked for it.</summary>
    private static MetricAnswers Answers(params (string Id, double[] Values)[] series) =>
        new([
            .. series.Select(one => new MetricDataResult
            {
                Id = one.Id,
                Timestamps = [.. one.Values.Select((_, before) => s_at.UtcDateTime.AddMinutes(-before))],
                Values = [.. one.Values],
            }),
        ]);
}
