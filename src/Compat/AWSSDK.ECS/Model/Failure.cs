namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: failure.</summary>
public class Failure
{
    public string Arn { get; set; }

    public string Detail { get; set; }

    public string Reason { get; set; }
}
