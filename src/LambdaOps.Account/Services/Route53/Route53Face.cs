using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Names;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Account.Services.Route53;

/// <summary>Route 53's reads of zones, records and health checks.</summary>
public sealed class Route53Face(SimulatedWorld world) : IServiceFace
{
    private const int MostRecords = 300;

    /// <summary>Where checkers ask from: as many as Route 53 has by itself.</summary>
    private static readonly (string Region, string Address)[] s_checkers =
    [
        ("ap-northeast-1", "54.248.220.11"),
        ("ap-southeast-1", "54.255.254.242"),
        ("eu-west-1", "54.228.16.44"),
        ("us-east-1", "107.23.255.10"),
        ("us-west-2", "54.244.52.203"),
    ];

    public string Model => "route53";

    public JsonObject Handle(ServiceCall call) =>
        call.Operation switch
        {
            "GetHostedZone" => new JsonObject { ["HostedZone"] = Write(ZoneIn(call.Input.Text("Id"))) },
            "ListResourceRecordSets" => ListRecords(call.Input),
            "GetHealthCheck" => new JsonObject { ["HealthCheck"] = Write(CheckIn(call.Input)) },
            "GetHealthCheckStatus" => StatusOf(CheckIn(call.Input)),
            _ => throw new ServiceFault(
                "NotImplemented",
                $"The simulated account's Route 53 does not have {call.Operation} yet.",
                501
            ),
        };

    private HostedZonePlan ZoneIn(string? id) =>
        world.Plan.HostedZones.FirstOrDefault(zone => zone.Id == id?.Split('/')[^1])
        ?? throw new ServiceFault("NoSuchHostedZone", $"No hosted zone found with ID: {id}", 404);

    private EndpointCheck CheckIn(JsonObject input)
    {
        var id = input.Text("HealthCheckId") ?? "";
        return world.Names.Check(id)
            ?? throw new ServiceFault("NoSuchHealthCheck", $"No health check exists with the specified ID: {id}", 404);
    }

    private static JsonObject Write(HostedZonePlan zone)
    {
        var written = new JsonObject
        {
            ["Id"] = $"/hostedzone/{zone.Id}",
            ["Name"] = $"{zone.Name}.",
            ["CallerReference"] = zone.Id,
            ["Config"] = new JsonObject { ["PrivateZone"] = false },
            ["ResourceRecordSetCount"] = zone.Records.Count,
        };
        if (zone.HasAcceleratedRecovery is { } accelerated)
        {
            written["Features"] = new JsonObject
            {
                ["AcceleratedRecoveryStatus"] = accelerated ? "ENABLED" : "DISABLED",
            };
        }

        return written;
    }

    /// <summary>By name from its end, as Route 53 sorts them; from the one on that is asked for.</summary>
    private JsonObject ListRecords(JsonObject input)
    {
        var zone = ZoneIn(input.Text("HostedZoneId"));
        var from = (
            Sorted(input.Text("StartRecordName") ?? ""),
            input.Text("StartRecordType") ?? "",
            input.Text("StartRecordIdentifier") ?? ""
        );
        if (from.Item1.Length == 0 && from.Item2.Length > 0)
        {
            throw new ServiceFault("InvalidInput", "The request specified a record type and no record name.");
        }

        var most = Math.Clamp(input.Integer("MaxItems") ?? MostRecords, 1, MostRecords);
        var rest = zone
            .Records.Select(record => (Key: (Sorted(record.Name), "CNAME", record.Failover ?? ""), Record: record))
            .Where(one => Comparer<(string, string, string)>.Create(Compare).Compare(one.Key, from) >= 0)
            .OrderBy(one => one.Key, Comparer<(string, string, string)>.Create(Compare))
            .Select(one => one.Record)
            .ToList();
        var answer = new JsonObject
        {
            ["ResourceRecordSets"] = FaceJson.Array(rest.Take(most).Select(Write)),
            ["IsTruncated"] = rest.Count > most,
            ["MaxItems"] = most.ToString(CultureInfo.InvariantCulture),
        };
        if (rest.Count > most)
        {
            answer["NextRecordName"] = $"{rest[most].Name}.";
            answer["NextRecordType"] = "CNAME";
            answer.PutUnlessNull("NextRecordIdentifier", rest[most].Failover?.ToLowerInvariant());
        }

        return answer;
    }

    private static int Compare((string, string, string) one, (string, string, string) other)
    {
        var byName = string.CompareOrdinal(one.Item1, other.Item1);
        var byType = byName != 0 ? byName : string.CompareOrdinal(one.Item2, other.Item2);
        return byType != 0 ? byType : string.Compare(one.Item3, other.Item3, StringComparison.OrdinalIgnoreCase);
    }

    private static string Sorted(string name) =>
        string.Join('.', name.TrimEnd('.').ToLowerInvariant().Split('.').Reverse());

    private static JsonObject Write(RecordSetPlan record)
    {
        var written = new JsonObject
        {
            ["Name"] = $"{record.Name}.",
            ["Type"] = "CNAME",
            ["TTL"] = (long)record.Ttl.TotalSeconds,
            ["ResourceRecords"] = new JsonArray(new JsonObject { ["Value"] = record.Target }),
        };
        written.PutUnlessNull("SetIdentifier", record.Failover?.ToLowerInvariant());
        written.PutUnlessNull("Failover", record.Failover);
        written.PutUnlessNull("HealthCheckId", record.HealthCheckId);
        return written;
    }

    private static JsonObject Write(EndpointCheck check) =>
        new()
        {
            ["Id"] = check.Plan.Id,
            ["CallerReference"] = check.Plan.Id,
            ["HealthCheckVersion"] = 1,
            ["HealthCheckConfig"] = new JsonObject
            {
                ["Type"] = "HTTPS",
                ["FullyQualifiedDomainName"] = check.Plan.Host,
                ["Port"] = 443,
                ["ResourcePath"] = check.Plan.Path,
                ["RequestInterval"] = (int)check.Plan.Every.TotalSeconds,
                ["FailureThreshold"] = check.Plan.Threshold,
                ["MeasureLatency"] = false,
                ["Inverted"] = check.Plan.IsInverted,
                ["Disabled"] = check.Plan.IsDisabled,
                ["EnableSNI"] = true,
            },
        };

    /// <summary>What each checker observed, before it is inverted.</summary>
    private static JsonObject StatusOf(EndpointCheck check) =>
        new()
        {
            ["HealthCheckObservations"] = FaceJson.Array(
                check.AskedAt is not { } at
                    ? []
                    : s_checkers.Select(checker => new JsonObject
                    {
                        ["Region"] = checker.Region,
                        ["IPAddress"] = checker.Address,
                        ["StatusReport"] = new JsonObject { ["Status"] = check.Observed, ["CheckedTime"] = at.Iso() },
                    })
            ),
        };
}
