namespace LambdaOps.Cli.Account;

/// <summary>AWS answered a call with an error.</summary>
/// <param name="code">AWS's error code, such as AccessDeniedException; the HTTP status where there is none.</param>
public sealed class AwsRefusal(ReadCall call, int status, string code, string message)
    : Exception($"{call}: {(message.Length == 0 ? code : $"{code}: {message}")}")
{
    public ReadCall Call => call;

    public int Status => status;

    public string Code => code;

    /// <summary>The credentials themselves are wrong or over: no call will go through.</summary>
    public bool IsUnknownCaller =>
        code
            is "InvalidClientTokenId"
                or "UnrecognizedClientException"
                or "SignatureDoesNotMatch"
                or "ExpiredToken"
                or "ExpiredTokenException"
                or "AuthFailure"
                or "MissingAuthenticationToken"
                or "IncompleteSignature";

    public bool IsNotFound => status == 404 || code.EndsWith("NotFound", StringComparison.Ordinal);
}
