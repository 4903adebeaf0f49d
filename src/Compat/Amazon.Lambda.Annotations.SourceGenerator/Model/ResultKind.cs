namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <summary>What a function gives back, apart from being asynchronous or not.</summary>
internal enum ResultKind
{
    Nothing,
    Value,
}
