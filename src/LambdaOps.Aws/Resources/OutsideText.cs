using Amazon.Runtime;
using LambdaOps.Core.Reports.Documents;

namespace LambdaOps.Aws.Resources;

/// <summary>Text from outside as people are shown it: on one line, short, and no half of a letter.</summary>
internal static class OutsideText
{
    private const int MostOfALine = 160;

    private const int MostOfAName = 120;

    /// <summary>The beginning of a line, a message or a path.</summary>
    public static string Line(string text) => DocumentText.Shorten(OneLine(text), MostOfALine);

    /// <summary>A name that anybody may have written.</summary>
    public static string Name(string? name) =>
        string.IsNullOrEmpty(name) ? "?" : DocumentText.Shorten(OneLine(name), MostOfAName);

    /// <summary>AWS's name of an error, where it has one, and its words.</summary>
    public static string Of(AmazonServiceException failed) =>
        string.IsNullOrEmpty(failed.ErrorCode) ? failed.Message : $"{failed.ErrorCode}: {failed.Message}";

    /// <summary>AWS's words where AWS refused, else what stands in the way.</summary>
    public static string Why(Exception failed) =>
        failed is AmazonServiceException refused ? Of(refused) : failed.Message;

    /// <summary>What could break a line, or command a terminal, is a space.</summary>
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(one => char.IsControl(one) ? ' ' : one)).Trim() : text;
}
