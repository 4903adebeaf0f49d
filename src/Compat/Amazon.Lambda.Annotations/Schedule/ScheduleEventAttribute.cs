namespace Amazon.Lambda.Annotations.Schedule;

/// <summary>An EventBridge rule invokes the function on a schedule.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public class ScheduleEventAttribute : Attribute
{
    private string _resourceName;

    public ScheduleEventAttribute(string schedule)
    {
        Schedule = schedule;
    }

    /// <summary><c>rate(5 minutes)</c> or <c>cron(0 12 * * ? *)</c>, in UTC.</summary>
    public string Schedule { get; set; }

    /// <summary>The event's name in the template; made from the source's name unless it is set.</summary>
    public string ResourceName
    {
        get => _resourceName ?? EventSourceName.FromExpression(Schedule);
        set => _resourceName = value;
    }

    public string Description { get; set; }

    /// <summary>The payload in JSON, or the path of a file that holds it.</summary>
    public string Input { get; set; }

    public bool Enabled { get; set; } = true;
}
