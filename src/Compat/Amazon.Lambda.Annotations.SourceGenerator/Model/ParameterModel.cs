namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <param name="Type">The full name, with the nullability the author wrote.</param>
internal sealed record ParameterModel(ParameterKind Kind, string Type);
