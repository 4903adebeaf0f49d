namespace Amazon.Lambda.Annotations.SQS;

/// <summary>The function takes batches of messages from an SQS queue.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class SQSEventAttribute : Attribute
{
    private string _resourceName;

    public SQSEventAttribute(string queue)
    {
        Queue = queue;
    }

    /// <summary>The queue's ARN, or <c>@</c> and the name of a queue in the template.</summary>
    public string Queue { get; set; }

    /// <summary>The event's name in the template; made from the source's name unless it is set.</summary>
    public string ResourceName
    {
        get => _resourceName ?? EventSourceName.From(Queue);
        set => _resourceName = value;
    }

    public bool Enabled { get; set; } = true;

    /// <summary>1 to 10,000 messages.</summary>
    public uint BatchSize { get; set; }

    /// <summary>0 to 300 seconds.</summary>
    public uint MaximumBatchingWindowInSeconds { get; set; }

    /// <summary>Filter patterns, separated by semicolons.</summary>
    public string Filters { get; set; } = string.Empty;

    /// <summary>2 to 1,000 concurrent invocations.</summary>
    public uint MaximumConcurrency { get; set; }
}
