namespace Amazon.Lambda.Annotations;

/// <summary>The class whose <c>ConfigureServices(IServiceCollection)</c> registers the functions' services.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class LambdaStartupAttribute : Attribute;
