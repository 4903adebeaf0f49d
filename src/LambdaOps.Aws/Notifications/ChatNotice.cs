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

    public static string Json(Notice notice)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteString("source", "custom");
            WriteContent(json, notice);
            json.WriteStartObject("metadata");
            if (notice.Incident is { } incident)
            {
                json.WriteString("threadId", incident.Value);
            }

            json.WriteString("summary", notice.Title);
            json.WriteString("eventType", notice.Kind.ToString());
            json.WriteStartArray("relatedResources");
            json.WriteStringValue(notice.Target);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteContent(Utf8JsonWriter json, Notice notice)
    {
        json.WriteStartObject("content");
        json.WriteString("textType", "client-markdown");
        json.WriteString("title", $"[{notice.Label}] {notice.Title}");
        json.WriteString("description", notice.PlaceLine is { } place ? $"{notice.Text}\n\n{place}" : notice.Text);
        if (notice.NextSteps.Count > 0)
        {
            json.WriteStartArray("nextSteps");
            foreach (var step in notice.NextSteps)
            {
                json.WriteStringValue(step);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("keywords");
        json.WriteStringValue(notice.Label);
        json.WriteStringValue(notice.Target);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
