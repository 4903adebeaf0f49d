using System.Buffers;
using System.Text;
using System.Text.Json;
using LambdaOps.Core.Reports;

namespace LambdaOps.Aws.Notifications;

/// <summary>
/// A notice in the custom notification schema of Amazon Q Developer in chat applications (version 1.0).
/// </summary>
internal static class ChatNotice
{
    private static readonly JsonWriterOptions s_readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const int LongestTitle = 500;

    private const int LongestStep = 1500;

    /// <summary>At most as long as a chat client takes: reasons are cut, which are in the record, too.</summary>
    public static string Json(Notice notice)
    {
        var description = ChatText.Of(notice.Text);
        var (json, without) = (Write(notice, description), Write(notice, "").Length);
        while (json.Length > ChatText.Most && description.Length > 1)
        {
            var share = (double)(ChatText.Most - without) / (json.Length - without);
            description = ChatText.Cut(description, Math.Max(1, (int)(description.Length * share) - 1));
            json = Write(notice, description);
        }

        return json;
    }

    private static string Write(Notice notice, string description)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteString("source", "custom");
            WriteContent(json, notice, description);
            json.WriteStartObject("metadata");
            if (notice.Incident is { } incident)
            {
                json.WriteString("threadId", incident.Value);
            }

            json.WriteString("summary", ChatText.Cut(ChatText.Of(notice.Title), LongestTitle));
            json.WriteString("eventType", notice.Kind.ToString());
            json.WriteStartArray("relatedResources");
            json.WriteStringValue(ChatText.Cut(ChatText.Of(notice.Target), LongestTitle));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteContent(Utf8JsonWriter json, Notice notice, string description)
    {
        json.WriteStartObject("content");
        json.WriteString("textType", "client-markdown");
        json.WriteString("title", ChatText.Cut($"[{notice.Label}] {ChatText.Of(notice.Title)}", LongestTitle));
        var place = notice.PlaceLine is { } line ? $"\n\n{ChatText.Cut(ChatText.Of(line), LongestTitle)}" : "";
        json.WriteString("description", description + place);
        List<string> steps = [.. notice.NextSteps.Select(step => ChatText.Cut(ChatText.Of(step), LongestStep))];
        if (steps.Count > 0)
        {
            json.WriteStartArray("nextSteps");
            foreach (var step in steps)
            {
                json.WriteStringValue(step);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("keywords");
        json.WriteStringValue(notice.Label);
        json.WriteStringValue(ChatText.Cut(ChatText.Of(notice.Target), LongestTitle));
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
