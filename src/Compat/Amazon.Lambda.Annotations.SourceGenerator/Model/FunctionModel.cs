namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <summary>All that is known of one [LambdaFunction] method.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="ClassType">The class's full name.</param>
/// <param name="ClassLabel">The class's name in an identifier; nested classes are joined by underscores.</param>
/// <param name="ResultType">The full name of the result inside a task; empty when there is none.</param>
internal sealed record FunctionModel(
    string Namespace,
    string ClassType,
    string ClassLabel,
    string Method,
    bool IsAsync,
    ResultKind Result,
    string ResultType,
    EquatableArray<ParameterModel> Parameters,
    Place? Place,
    EquatableArray<Problem> Problems
)
{
    internal string WrapperName => $"{ClassLabel}_{Method}_Generated";

    internal string WrapperFullName =>
        Namespace.Length == 0 ? $"global::{WrapperName}" : $"global::{Namespace}.{WrapperName}";

    /// <summary>The event and the context, as far as the method takes them.</summary>
    internal IEnumerable<ParameterModel> Given => Parameters.Where(p => p.Kind != ParameterKind.Service);
}

/// <param name="Type">The full name, with the nullability the author wrote.</param>
internal sealed record ParameterModel(ParameterKind Kind, string Type);

/// <summary>Where a parameter's value comes from.</summary>
internal enum ParameterKind
{
    Event,
    Context,
    Service,
}

/// <summary>What a function gives back, apart from being asynchronous or not.</summary>
internal enum ResultKind
{
    Nothing,
    Value,
}

/// <param name="Type">The class's full name.</param>
internal sealed record StartupModel(string Type, Place? Place, EquatableArray<Problem> Problems);
