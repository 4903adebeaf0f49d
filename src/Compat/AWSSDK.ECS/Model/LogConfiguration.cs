namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: log configuration.</summary>
public class LogConfiguration
{
    public LogDriver LogDriver { get; set; }

    public Dictionary<string, string> Options { get; set; }

    public List<Secret> SecretOptions { get; set; }
}
