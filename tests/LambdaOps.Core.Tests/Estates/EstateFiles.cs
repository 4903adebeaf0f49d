using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>The repository's estate and schema, and an estate that uses every member there is.</summary>
internal static class EstateFiles
{
    public static string Default => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "estate.json"));

    public static string Schema => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "estate.schema.json"));

    public static string Full => """
        {
          "$schema": "./estate.schema.json",
          "name": "everything",
          "account": "123456789012",
          "region": "ap-northeast-1",
          "timeZone": "Asia/Tokyo",
          "services": [
            {
              "id": "api",
              "cluster": "prod",
              "service": "api-service",
              "capacity": { "floor": 2, "normal": 5, "ceiling": 10 },
              "health": { "url": "https://example.com/health", "contains": "ok", "timeoutSeconds": 2 },
              "targetGroupArn": "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/api/6d0ecf83",
              "runbook": "https://example.com/runbook#503",
              "remedies": {
                "serviceUnavailable": {
                  "mode": "act",
                  "policy": {
                    "probes": 4,
                    "probeEverySeconds": 2,
                    "actAtOnceWhenEvidenceAgrees": false,
                    "checkEverySeconds": 11,
                    "recoverWithinSeconds": 301,
                    "watchForSeconds": 61,
                    "watchAtMostSeconds": 901,
                    "deploymentWithinSeconds": 601,
                    "failedTasksMeanFailing": 3,
                    "blindAtMostSeconds": 302,
                    "cooldownSeconds": 902
                  }
                }
              }
            }
          ],
          "alarms": [
            { "name": "api-5xx", "target": "api", "remedy": "serviceUnavailable", "severity": "P1" },
            { "namePattern": "api-*", "target": "api", "remedy": "serviceUnavailable", "severity": "P2" },
            {
              "tag": { "key": "lambdaops", "value": "api/serviceUnavailable" },
              "target": "api", "remedy": "serviceUnavailable", "severity": "P3"
            }
          ]
        }
        """;

    public static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    public static IReadOnlyList<EstateError> ErrorsOf(string json) => EstateReader.Read(json) switch
    {
        EstateReading.Valid => [],
        EstateReading.Invalid invalid => invalid.Errors,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Errors after one change of the full example.</summary>
    public static IReadOnlyList<EstateError> ErrorsAfter(Action<JsonNode> change)
    {
        var root = Parse(Full);
        change(root);
        return ErrorsOf(root.ToJsonString());
    }
}
