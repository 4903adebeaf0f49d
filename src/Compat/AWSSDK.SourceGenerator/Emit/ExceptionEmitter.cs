using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>Writes the service's exception and those that its model names.</summary>
internal sealed class ExceptionEmitter(SdkClient client)
{
    public IEnumerable<(string Name, string Text)> Files()
    {
        var own = $"Amazon{client.Stem}Exception";
        yield return (own, Exception(client.Namespace, own, "AmazonServiceException", FromParts, []));
        foreach (var error in client.Exceptions)
        {
            var name = SdkNames.Exception(error.Name);
            yield return (name, Exception(client.Namespace + ".Model", name, own, "error", error.ErrorMembers));
        }
    }

    private const string FromParts =
        "error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode";

    private static string Exception(
        string ns,
        string name,
        string parent,
        string fromError,
        IEnumerable<SdkMember> members
    ) =>
        new Code()
            .Using("System", "System.Collections.Generic", "System.Net", "Amazon.Runtime", "Amazon.Runtime.Internal")
            .Lines($"namespace {ns};\n")
            .Block(
                $"public class {name} : {parent}",
                body =>
                {
                    body.Lines(
                        $$"""
                        public {{name}}() { }

                        public {{name}}(string message)
                            : base(message) { }

                        public {{name}}(string message, Exception innerException)
                            : base(message, innerException) { }

                        public {{name}}(Exception innerException)
                            : base(innerException) { }

                        public {{name}}(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
                            : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

                        public {{name}}(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
                            : base(message, errorType, errorCode, requestId, statusCode) { }

                        internal {{name}}(ErrorResponse error)
                            : base({{fromError}}) { }
                        """
                    );
                    foreach (var member in members)
                    {
                        body.Lines($"\npublic {SdkClient.Type(member.Target)} {member.Property} {{ get; set; }}");
                    }
                }
            )
            .ToString();
}
