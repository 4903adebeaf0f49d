namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <summary>What the assembly says about all of its functions.</summary>
/// <param name="SerializerType">The full name of the Lambda serializer, or null.</param>
internal sealed record AssemblyModel(
    string? SerializerType,
    bool GenerateMain,
    bool IsExecutable,
    EquatableArray<string> MissingPackages
);
