using System.Globalization;
using System.Text.Json;
using LambdaOps.Core;
using LambdaOps.Core.Checks;

namespace LambdaOps.Aws.Signals;

/// <summary>
/// Requests for a check as JSON: what a schedule of serverless.template sends (job, schedule, at), a person (job), and a
/// function to its own queue (part, continues beside them).
/// </summary>
internal static class JobRequests
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public const string Job = "job";

    private const string Schedule = "schedule";

    private const string At = "at";

    private const string Part = "part";

    private const string Continues = "continues";

    /// <param name="place">Where the request stands: "$" or "Records[0].body".</param>
    /// <exception cref="BadEventException">A member is not what it should be.</exception>
    public static JobRequest Read(JsonElement request, string place)
    {
        string? Text(string member) =>
            !request.TryGetProperty(member, out var value) ? null
            : value is { ValueKind: JsonValueKind.String } && value.GetString() is { Length: > 0 } text ? text
            : throw new BadEventException($"{place}.{member}", value.GetRawText(), "a text");
        DateTimeOffset? Time(string member) =>
            Text(member) is not { } text ? null
            : DateTimeOffset.TryParseExact(
                text,
                TimeForm,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
                ? time
            : throw new BadEventException($"{place}.{member}", $"\"{text}\"", "a time such as 2026-01-15T03:15:00Z");
        return new JobRequest(
            new ProcedureName(Text(Job) ?? throw new BadEventException($"{place}.{Job}", "nothing", "a job's name"))
        )
        {
            Schedule = Text(Schedule),
            ScheduledFor = Time(At),
            Part = Text(Part),
            Continues = Time(Continues),
        };
    }

    public static string Write(JobRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString(Job, request.Check.Value);
            Write(Schedule, request.Schedule);
            Write(At, Show(request.ScheduledFor));
            Write(Part, request.Part);
            Write(Continues, Show(request.Continues));
            json.WriteEndObject();

            void Write(string member, string? value)
            {
                if (value is not null)
                {
                    json.WriteString(member, value);
                }
            }
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string? Show(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
}
