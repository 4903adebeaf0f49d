namespace Amazon.CloudFront.Model;

/// <summary>Amazon CloudFront: paths.</summary>
public class Paths
{
    public List<string> Items { get; set; }

    /// <summary>Required.</summary>
    public int? Quantity { get; set; }
}
