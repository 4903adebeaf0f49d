namespace Amazon.CloudWatch.Model;

/// <summary>Amazon CloudWatch: label options.</summary>
public class LabelOptions
{
    public string Timezone { get; set; }
}
