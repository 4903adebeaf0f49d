namespace Amazon.Lambda.Annotations.SNS;

/// <summary>The function subscribes to an SNS topic.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class SNSEventAttribute : Attribute
{
    private string _resourceName;

    public SNSEventAttribute(string topic)
    {
        Topic = topic;
    }

    /// <summary>The topic's ARN, or <c>@</c> and the name of a topic in the template.</summary>
    public string Topic { get; set; }

    /// <summary>The event's name in the template; made from the source's name unless it is set.</summary>
    public string ResourceName
    {
        get => _resourceName ?? EventSourceName.From(Topic);
        set => _resourceName = value;
    }

    /// <summary>A filter policy in JSON.</summary>
    public string FilterPolicy { get; set; }

    public bool Enabled { get; set; } = true;
}
