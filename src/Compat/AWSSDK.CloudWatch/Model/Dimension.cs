namespace Amazon.CloudWatch.Model;

/// <summary>Amazon CloudWatch: dimension.</summary>
public class Dimension
{
    /// <summary>Required.</summary>
    public string Name { get; set; }

    /// <summary>Required.</summary>
    public string Value { get; set; }
}
