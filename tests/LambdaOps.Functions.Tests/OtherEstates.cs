using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;

namespace LambdaOps.Functions.Tests;

/// <summary>Estates that differ from the checked-in one in what the template is written from.</summary>
internal static class OtherEstates
{
    public static TheoryData<string> Names => ["no site", "several of each", "250 services", "no alarms"];

    public static Estate Of(string which) =>
        Shaped(estate =>
        {
            switch (which)
            {
                case "no site":
                    estate.AsObject().Remove("sites");
                    estate["services"]![0]!.AsObject().Remove("site");
                    estate["services"]![0]!["remedies"]!.AsObject().Remove("totalOutage");
                    estate["services"]![0]!.AsObject().Remove("ladder");
                    estate["alarms"] = new JsonArray([
                        .. estate["alarms"]!
                            .AsArray()
                            .Where(rule => (string?)rule!["remedy"] != "totalOutage")
                            .Select(rule => rule!.DeepClone()),
                    ]);
                    break;
                case "no alarms":
                    estate["alarms"] = new JsonArray();
                    break;
                case "several of each":
                    SeveralOfEach(estate);
                    break;
                default:
                    estate.AsObject().Remove("disasterRecovery");
                    Services(estate, 250);
                    break;
            }
        });

    private static void SeveralOfEach(JsonNode estate)
    {
        estate["region"] = "eu-west-1";
        estate["services"] = new JsonArray([
            .. estate["services"]!
                .AsArray()
                .Select(service =>
                    JsonNode.Parse(
                        service!.ToJsonString().Replace("ap-northeast-1", "eu-west-1", StringComparison.Ordinal)
                    )
                ),
        ]);
        var first = estate["services"]![1]!;
        first["id"] = "first";
        first["cluster"] = "first";
        first["loadBalancer"] = "app/first/50dc6c495c0c9188";
        first["remedies"] = new JsonObject
        {
            ["serviceUnavailable"] = new JsonObject { ["mode"] = "observe" },
            ["latency"] = new JsonObject { ["mode"] = "off" },
        };
        var site = estate["sites"]![0]!.DeepClone();
        site["id"] = "second";
        site["bucket"] = "second-static";
        site["key"] = "a*b.html";
        site["distributionId"] = "E2ND";
        site["maintenance"] = new JsonObject { ["bucket"] = "second-maintenance", ["key"] = "m.html" };
        site["backup"] = new JsonObject { ["bucket"] = "second-backups", ["prefix"] = "kept/" };
        estate["sites"]!.AsArray().Add(site);
        void Alarm(string how, string name, string remedy) =>
            estate["alarms"]!
                .AsArray()
                .Insert(
                    0,
                    new JsonObject
                    {
                        [how] = name,
                        ["target"] = "first",
                        ["remedy"] = remedy,
                        ["severity"] = "P2",
                    }
                );
        Alarm("name", "first-5xx", "serviceUnavailable");
        Alarm("name", "first-cpu", "latency");
        Alarm("namePattern", "a-?*-b", "latency");
        Alarm("namePattern", "lit\\*eral", "latency");
    }

    private static void Services(JsonNode estate, int count)
    {
        var model = estate["services"]![0]!;
        for (var i = 0; i < count; i++)
        {
            var service = model.DeepClone().AsObject();
            service["id"] = $"s{i}";
            service["cluster"] = "prod";
            service["service"] = $"s{i}";
            service["logGroup"] = $"/ecs/prod/s{i}";
            service["targetGroupArn"] =
                $"arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/s{i}/{i + 1000:x16}";
            if (i > 0)
            {
                service["remedies"]!.AsObject().Remove("zoneShift");
            }

            estate["services"]!.AsArray().Add((JsonNode)service);
            estate["alarms"]!
                .AsArray()
                .Add(
                    (JsonNode)
                        new JsonObject
                        {
                            ["name"] = $"s{i}-p95",
                            ["target"] = $"s{i}",
                            ["remedy"] = "latency",
                            ["severity"] = "P3",
                        }
                );
        }

        estate["services"]!.AsArray().RemoveAt(0);
        estate["alarms"] = new JsonArray([
            .. estate["alarms"]!
                .AsArray()
                .Where(rule => (string?)rule!["target"] != "api-service")
                .Select(rule => rule!.DeepClone()),
        ]);
    }

    public static Estate Shaped(Action<JsonNode> shape)
    {
        var document = JsonNode.Parse(File.ReadAllText(Repository.Estate))!;
        shape(document);
        var read = EstateReader.Read(document.ToJsonString());
        return read is EstateReading.Valid valid
            ? valid.Estate
            : throw new InvalidOperationException(string.Join("\n", ((EstateReading.Invalid)read).Errors.Take(3)));
    }
}
