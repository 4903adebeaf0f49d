namespace Amazon.Lambda.Annotations;

/// <summary>The class whose <c>ConfigureServices(IServiceCollection)</c> registers the functions' services.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class LambdaStartupAttribute : Attribute;

/// <summary>What holds for all functions of the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public class LambdaGlobalPropertiesAttribute : Attribute
{
    /// <summary>Generate a Main that runs the function that ANNOTATIONS_HANDLER names.</summary>
    public bool GenerateMain { get; set; }

    /// <summary>The runtime in the template, such as <c>provided.al2023</c>.</summary>
    public string Runtime { get; set; }
}

/// <summary>The parameter comes from the invocation's service scope, not from the event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromServicesAttribute : Attribute;
