using LambdaOps.Compat.SourceGenerator.Emit;
using LambdaOps.Compat.SourceGenerator.Model;
using Microsoft.CodeAnalysis;

namespace LambdaOps.Compat.SourceGenerator;

/// <summary>
/// What a model asks for and the generator cannot do. It says so: a request without a member, or with one at another
/// place, would be sent and do something else.
/// </summary>
internal static class Unsupported
{
    public static IEnumerable<string> In(SdkClient client, SdkProtocol protocol)
    {
        foreach (var operation in client.Operations)
        {
            if (
                !(operation.HasInput || protocol.KnowsEmptyRequests)
                || !(operation.HasOutput || protocol.KnowsEmptyAnswers)
            )
            {
                yield return $"{operation.Name} has no input or no output";
            }

            if (operation.HasEndpointOfItsOwn)
            {
                yield return $"{operation.Name} has an endpoint of its own";
            }
        }

        var inputs = client.Operations.Select(operation => operation.Input);
        var outputs = client.Operations.Select(operation => operation.Output);
        foreach (var shared in inputs.Concat(outputs).Where(shape => shape is not null).GroupBy(shape => shape!))
        {
            if (shared.Count() > 1)
            {
                yield return $"{shared.Key.Name} is of several operations";
            }
        }

        foreach (var shape in client.Written.Keys.Union(client.Read.Keys))
        foreach (var member in shape.Members)
        {
            if (
                (
                    WhyNot(member, client.Written.ContainsKey(shape) ? null : protocol.FormOfTimesRead)
                    ?? protocol.WhyNot(shape, member)
                ) is
                { } why
            )
            {
                yield return $"{shape.Name}.{member.Name}: {why}";
            }
        }
    }

    /// <param name="known">The form of times that can be read besides the usual one; null where it is written, too.</param>
    private static string? WhyNot(SdkMember member, string? known) =>
        member.Target.IsDocument ? "it is a document"
        : member.TimestampFormat is { } format && format != known ? $"it is a time as {format}"
        : member.Is("idempotencyToken") ? "the SDK would make it up"
        : member.Is("streaming") ? "it is a stream"
        : member.Is("jsonvalue") ? "it is JSON in a text"
        : null;
}

internal static class SdkDescriptors
{
    internal static readonly DiagnosticDescriptor CannotGenerate = new(
        "SDK001",
        "A client cannot be generated from this model",
        "{0}: {1}",
        "AwsSdk",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true
    );
}
