namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <summary>Where a parameter's value comes from.</summary>
internal enum ParameterKind
{
    Event,
    Context,
    Service,
}
