using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// EventBridge Scheduler on virtual time: schedules with a rate, counted from their deployment, that invoke functions.
/// </summary>
public sealed partial class Schedules(SimulatedWorld world, LambdaService lambda, DeployedStack stack)
{
    /// <exception cref="StackError">The expression is none that is known here.</exception>
    public void Start(StackSchedule schedule)
    {
        var rate = Rate().Match(schedule.Expression);
        if (!rate.Success)
        {
            throw new StackError(
                $"Resources/{schedule.LogicalId}/Properties/ScheduleExpression",
                $"'{schedule.Expression}' is no rate, and nothing else is simulated."
            );
        }

        var every =
            int.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
            * rate.Groups[2].Value switch
            {
                "minute" => TimeSpan.FromMinutes(1),
                "hour" => TimeSpan.FromHours(1),
                _ => TimeSpan.FromDays(1),
            };
        if (schedule.IsEnabled)
        {
            Plan(schedule, every);
        }
    }

    private void Plan(StackSchedule schedule, TimeSpan every) =>
        world.Clock.In(
            every,
            $"schedule {schedule.Name}",
            () =>
            {
                Plan(schedule, every);
                Run(schedule);
            }
        );

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

    [GeneratedRegex(@"^rate\((\d+) (minute|hour|day)s?\)$")]
    private static partial Regex Rate();
}
