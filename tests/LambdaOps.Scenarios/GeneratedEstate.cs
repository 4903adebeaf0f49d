using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Core;

namespace LambdaOps.Scenarios;

/// <summary>An estate that a seed draws: names, counts, regions, alarms and numbers as nobody here would choose them.</summary>
internal sealed class GeneratedEstate
{
    private static readonly (string Region, string Zone)[] s_places =
    [
        ("us-west-2", "America/Los_Angeles"),
        ("sa-east-1", "America/Sao_Paulo"),
        ("eu-north-1", "Europe/Stockholm"),
        ("ap-south-1", "Asia/Kolkata"),
        ("ap-southeast-2", "Pacific/Auckland"),
        ("me-central-1", "UTC"),
    ];

    private static readonly string[] s_errors =
    [
        "{0}-5xx",
        "Errors of {0}",
        "{0} HTTPCode_Target_5XX_Count",
        "alarm 1 {0}",
    ];
    private static readonly string[] s_hosts = ["{0}-unhealthy-hosts", "{0}: HealthyHostCount", "{0} down"];
    private static readonly string[] s_slow = ["{0}-p95", "{0} slow", "latency/{0}", "{0}-p99-latency", "alarm 2 {0}"];
    private static readonly string[] s_total = ["{0}-all-down", "{0} outage", "alarm 3 {0}"];
    private static readonly string[] s_bodies = ["ok", "UP", "\"alive\": true", "<h1>ready</h1>", "正常"];

    private readonly Chance _chance;
    private readonly JsonArray _alarms = [];
    private readonly JsonArray _sites = [];
    private readonly string _region;
    private readonly string _zone;
    private readonly string _account;

    private GeneratedEstate(ulong seed)
    {
        _chance = Chance.StreamOf(seed, "estate");
        (_region, _zone) = s_places[_chance.Below(s_places.Length)];
        _account = string.Concat(Enumerable.Range(0, 12).Select(_ => 1 + _chance.Below(9)));
    }

    public static JsonObject Of(ulong seed) => new GeneratedEstate(seed).Make(seed);

    private JsonObject Make(ulong seed)
    {
        for (var site = _chance.Below(3); site > 0; site--)
        {
            AddSite(site);
        }

        var services = new JsonArray();
        for (var service = 1 + _chance.Below(4); service > 0; service--)
        {
            services.Add(Service(Text("svc{0}{1}", service, _chance.Below(1000))));
        }

        return new JsonObject
        {
            ["name"] = Text("generated-{0}", seed),
            ["account"] = _account,
            ["region"] = _region,
            ["timeZone"] = _zone,
            ["culture"] = _chance.Below(2) == 0 ? "en" : "ja",
            ["sites"] = _sites,
            ["services"] = services,
            ["alarms"] = _alarms,
        };
    }

    private void AddSite(int number) =>
        _sites.Add(
            (JsonNode)
                new JsonObject
                {
                    ["id"] = Text("site{0}", number),
                    ["bucket"] = Text("bucket-{0}-{1}", number, _chance.Below(1000)),
                    ["key"] = _chance.Below(2) == 0 ? "index.html" : "a/b.htm",
                    ["distributionId"] = Text("EDIST{0}", number),
                    ["maintenance"] = new JsonObject
                    {
                        ["bucket"] = "emergency",
                        ["key"] = Text("down{0}.html", number),
                    },
                    ["remedies"] = new JsonObject { ["maintenancePage"] = new JsonObject { ["mode"] = "observe" } },
                }
        );

    private JsonObject Service(string id)
    {
        var floor = 1 + _chance.Below(4);
        var normal = floor + _chance.Below(7);
        var remedies = new JsonObject { ["serviceUnavailable"] = new JsonObject { ["mode"] = "observe" } };
        AddAlarm(id, "serviceUnavailable", s_errors);
        AddAlarm(id, "serviceUnavailable", s_hosts);
        if (_chance.Below(3) > 0)
        {
            remedies["latency"] = new JsonObject { ["mode"] = "observe" };
            AddAlarm(id, "latency", s_slow);
        }

        if (_chance.Below(3) > 0)
        {
            remedies["totalOutage"] = new JsonObject { ["mode"] = "observe" };
            if (_chance.Below(2) == 0)
            {
                AddAlarm(id, "totalOutage", s_total);
            }
        }

        var service = new JsonObject
        {
            ["id"] = id,
            ["cluster"] = Text("cluster-{0}", _chance.Below(3)),
            ["service"] = $"{id}-name",
            ["capacity"] = new JsonObject
            {
                ["floor"] = floor,
                ["normal"] = normal,
                ["ceiling"] = normal + _chance.Below(15),
            },
            ["health"] = new JsonObject
            {
                ["url"] = $"https://{id}.example.com/{(_chance.Below(2) == 0 ? "" : "live?full=1")}",
                ["contains"] = s_bodies[_chance.Below(s_bodies.Length)],
            },
            ["targetGroupArn"] = $"arn:aws:elasticloadbalancing:{_region}:{_account}:targetgroup/{id}/0123456789abcdef",
            ["loadBalancer"] = "app/shared/0123456789abcdef",
            ["remedies"] = remedies,
        };
        if (_sites.Count > 0 && _chance.Below(3) > 0)
        {
            service["site"] = (string)_sites[_chance.Below(_sites.Count)]!["id"]!;
        }
        else
        {
            service["ladder"] = new JsonArray("serviceUnavailable");
        }

        if (_chance.Below(2) == 0)
        {
            service["tables"] = new JsonArray("shared-table", $"{id}-table");
        }

        return service;
    }

    private void AddAlarm(string id, string remedy, string[] names) =>
        _alarms.Add(
            (JsonNode)
                new JsonObject
                {
                    [_chance.Below(4) == 0 ? "namePattern" : "name"] = Text(names[_chance.Below(names.Length)], id),
                    ["target"] = id,
                    ["remedy"] = remedy,
                    ["severity"] = Text("P{0}", 1 + _chance.Below(3)),
                }
        );

    private static string Text(string format, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);
}
