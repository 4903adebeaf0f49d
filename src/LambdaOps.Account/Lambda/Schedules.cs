using System.Globalization;
using System.Text;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// EventBridge Scheduler on virtual time: schedules that invoke functions, by the wall clock of their zone.
/// </summary>
public sealed class Schedules(SimulatedWorld world, LambdaService lambda, DeployedStack stack)
{
    /// <exception cref="StackError">The expression or the time zone is none that Scheduler knows.</exception>
    public void Start(StackSchedule schedule)
    {
        var place = $"Resources/{schedule.LogicalId}/Properties/ScheduleExpression";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out var zone))
        {
            throw new StackError(
                $"{place}Timezone",
                $"'{schedule.TimeZone}' is no time zone, expected such as Asia/Tokyo."
            );
        }

        try
        {
            var expression = ScheduleExpression.Parse(schedule.Expression, zone);
            if (schedule.IsEnabled)
            {
                Plan(schedule, expression, world.Clock.Now);
            }
        }
        catch (FormatException wrong)
        {
            throw new StackError(place, $"'{schedule.Expression}': {wrong.Message}.");
        }
    }

    private void Plan(StackSchedule schedule, ScheduleExpression expression, DateTimeOffset start)
    {
        if (expression.Next(world.Clock.Now, start) is not { } at)
        {
            return;
        }

        world.Clock.At(
            at,
            $"schedule {schedule.Name}",
            () =>
            {
                Plan(schedule, expression, start);
                Run(schedule);
            }
        );
    }

    private void Run(StackSchedule schedule)
    {
        var role = stack.Roles.FirstOrDefault(role => role.Arn == schedule.RoleArn);
        if (schedule.RoleArn is not null && role?.Policy.Allows("lambda:InvokeFunction", schedule.Target.Arn) != true)
        {
            world.Tell("schedule", schedule.Name, $"its role may not invoke {schedule.Target.Arn}");
            return;
        }

        var at = world.Clock.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var input = (schedule.Target.Input ?? "{}")
            .Replace("<aws.scheduler.schedule-arn>", schedule.Arn, StringComparison.Ordinal)
            .Replace("<aws.scheduler.scheduled-time>", at, StringComparison.Ordinal);
        lambda.InvokeAsync(schedule.Target.Arn, Encoding.UTF8.GetBytes(input), schedule.Arn);
    }
}
