namespace LambdaOps.Core.Resources;

/// <summary>A secret's value that a container gets when it starts.</summary>
/// <param name="Variable">The environment variable, or the option of a log driver.</param>
/// <param name="ValueFrom">The secret's ARN, and perhaps :json-key:label:version.</param>
public sealed record SecretUse(string Container, string Variable, string ValueFrom)
{
    private const int ArnParts = 7;
    private const int KeyAt = 7;
    private const int VersionAt = 9;

    /// <summary>The six letters that Secrets Manager adds to a name in its ARN, and the hyphen before them.</summary>
    private const int Suffix = 7;

    /// <summary>The version that it names; null takes the one that a label is at when a task starts.</summary>
    public string? Version => Part(ValueFrom, VersionAt);

    /// <summary>Whether it is of that secret, by its ARN, with or without the letters at its end.</summary>
    public bool IsOf(string secretArn) => IsOf(ValueFrom, secretArn);

    /// <inheritdoc cref="IsOf(string)"/>
    public static bool IsOf(string valueFrom, string secretArn)
    {
        var parts = valueFrom.Split(':');
        var arn = parts.Length >= ArnParts ? string.Join(':', parts[..ArnParts]) : "";
        return arn.Length > 0 && (arn == secretArn || arn == secretArn[..^Math.Min(Suffix, secretArn.Length)]);
    }

    /// <summary>The same value of one version: the JSON key stays, a label goes, as ECS wants both to agree.</summary>
    public static string Pinned(string valueFrom, string version) =>
        $"{string.Join(':', valueFrom.Split(':')[..ArnParts])}:{Part(valueFrom, KeyAt)}::{version}";

    private static string? Part(string valueFrom, int at) =>
        valueFrom.Split(':') is var parts && parts.Length > at && parts[at].Length > 0 ? parts[at] : null;
}
