using LambdaOps.Account.World;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Lambda;

/// <summary>What Lambda writes to CloudWatch of its functions: the part of AWS/Lambda that alarms are made of.</summary>
public static class FunctionMetrics
{
    /// <summary>Lambda's own waits between the attempts of an event that it has no room for: at first, and at most.</summary>
    private static readonly (TimeSpan First, TimeSpan Most) s_throttled = (
        TimeSpan.FromSeconds(1),
        TimeSpan.FromMinutes(5)
    );

    /// <summary>An invocation that ended.</summary>
    internal static void Ran(this SimulatedWorld world, string function, bool failed)
    {
        world.Write(function, "Invocations", 1);
        world.Write(function, "Errors", failed ? 1 : 0);
    }

    /// <summary>Invocations of the past, none of which failed.</summary>
    public static void RanUntilNow(this SimulatedWorld world, string function, TimeSpan every, TimeSpan past)
    {
        for (var at = world.Clock.Now - past; at <= world.Clock.Now; at += every)
        {
            world.Write(function, "Invocations", 1, at);
        }
    }

    /// <summary>An event that was given up, and that the dead-letter queue did not take.</summary>
    public static void LostDeadLetter(this SimulatedWorld world, string function) =>
        world.Write(function, "DeadLetterErrors", 1);

    /// <summary>An event that waits, and is refused again and again, in ever longer pauses, until it no longer waits.</summary>
    internal static void Throttled(this SimulatedWorld world, string function, Func<bool> waits) =>
        Refuse(world, function, waits, s_throttled.First);

    private static void Refuse(SimulatedWorld world, string function, Func<bool> waits, TimeSpan next)
    {
        if (!waits())
        {
            return;
        }

        world.Write(function, "Throttles", 1);
        world.Clock.In(
            next,
            $"{function} is throttled",
            () => Refuse(world, function, waits, next * 2 < s_throttled.Most ? next * 2 : s_throttled.Most)
        );
    }

    private static void Write(
        this SimulatedWorld world,
        string function,
        string metric,
        double value,
        DateTimeOffset? past = null
    )
    {
        var at = past ?? world.Clock.Now;
        world.Metrics.Add(
            MetricName.Of("AWS/Lambda", metric, ("FunctionName", function)),
            MetricCell.Of(at, at, value, 1, "Count")
        );
    }
}
