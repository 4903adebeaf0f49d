using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An exception as Lambda wants to read it: errorType, errorMessage, stackTrace, cause.</summary>
internal static class ErrorReport
{
    // Lambda refuses reports of more than 256 KB: 5 exceptions of 4,096 + 50 x 256 characters of 3 bytes are less.
    private const int DeepestCause = 4;
    private const int LongestMessage = 4096;
    private const int MostFrames = 50;
    private const int LongestFrame = 256;
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static byte[] ToJson(Exception exception)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            Write(writer, exception, 0);
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, Exception exception, int depth)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType", exception.GetType().Name);
        writer.WriteString("errorMessage", Shorten(exception.Message, LongestMessage));
        if (exception.StackTrace is { Length: > 0 })
        {
            writer.WriteStartArray("stackTrace");
            foreach (var frame in Frames(exception))
            {
                writer.WriteStringValue(Shorten(frame, LongestFrame));
            }

            writer.WriteEndArray();
        }

        if (exception.InnerException is { } cause && depth < DeepestCause)
        {
            writer.WritePropertyName("cause");
            Write(writer, cause, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<string> Frames(Exception exception) =>
        exception
            .StackTrace.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(MostFrames);

    private static string Shorten(string text, int longest) =>
        text?.Length > longest ? string.Concat(text.AsSpan(0, longest - 1), "…") : text;
}
