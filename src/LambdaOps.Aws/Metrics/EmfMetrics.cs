using System.Buffers;
using System.Text.Json;
using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Metrics;

/// <summary>
/// Metrics in CloudWatch's embedded metric format: one JSON line each on standard output, from which CloudWatch Logs
/// makes
/// metrics of namespace "LambdaOps", by target and remedy.
/// </summary>
public sealed class EmfMetrics(Stream output, TimeProvider time) : IMetrics
{
    public const string Namespace = "LambdaOps";

    private readonly Lock _writing = new();

    public void IncidentOpened(TargetId target, ProcedureName remedy) =>
        Write(target, remedy, "IncidentsOpened", 1, "Count", default);

    public void ActionTaken(TargetId target, ProcedureName remedy, Change change) =>
        Write(target, remedy, "Actions", 1, "Count", ("action", change.GetType().Name));

    public void ActionDenied(TargetId target, ProcedureName remedy, Denial denial) =>
        Write(target, remedy, "Denials", 1, "Count", ("guard", denial.Guard.Name));

    public void FirstAction(TargetId target, ProcedureName remedy, TimeSpan after) =>
        Write(target, remedy, "TimeToFirstAction", after.TotalSeconds, "Seconds", default);

    public void Recovered(TargetId target, ProcedureName remedy, TimeSpan after) =>
        Write(target, remedy, "TimeToRecovery", after.TotalSeconds, "Seconds", default);

    private void Write(
        TargetId target,
        ProcedureName remedy,
        string metric,
        double value,
        string unit,
        (string Name, string Value) property
    )
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", time.GetUtcNow().ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", Namespace);
            json.WriteStartArray("Dimensions");
            json.WriteStartArray();
            json.WriteStringValue("target");
            json.WriteStringValue("remedy");
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            json.WriteStartObject();
            json.WriteString("Name", metric);
            json.WriteString("Unit", unit);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("target", target.Value);
            json.WriteString("remedy", remedy.Value);
            json.WriteNumber(metric, value);
            if (property.Name is not null)
            {
                json.WriteString(property.Name, property.Value);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        lock (_writing)
        {
            output.Write(buffer.WrittenSpan);
            output.Flush();
        }
    }
}
