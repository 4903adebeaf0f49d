namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <param name="Type">The class's full name.</param>
internal sealed record StartupModel(string Type, Place? Place, EquatableArray<Problem> Problems);
