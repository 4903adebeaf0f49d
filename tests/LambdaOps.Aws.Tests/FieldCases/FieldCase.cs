using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Tests.FieldCases;

/// <summary>
/// What broke for others, as a file: AWS's own JSON, and what the other looks show. A sequence gives one value a look,
/// its last one for ever. Times that begin with @ or a sign are seconds from the start.
/// </summary>
internal sealed partial class FieldCase(JsonNode file)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 15, 3, 15, 0, TimeSpan.Zero);

    private const string Arn = "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:";

    private readonly Dictionary<string, int> _looks = [];

    /// <summary>
    /// A file that holds nothing but DescribeAlarms' answer is about the alarm: all else is that of an outage.
    /// </summary>
    public static FieldCase Read(string name)
    {
        var file = Parse(name);
        if (file["MetricAlarms"] is { } alarms)
        {
            file = Parse("41-muted-and-suppressed.json");
            file.Remove("event");
            (file["alarm"], file["activeAlarms"]) = (
                new JsonArray("Alarm", 3, 3),
                new JsonArray((string)alarms[0]![nameof(AlarmName)]!)
            );
            file["actionsEnabled"] = alarms[0]![nameof(ActionsEnabled)]!.DeepClone();
        }

        return new FieldCase(file);
    }

    private static JsonObject Parse(string name) =>
        JsonNode
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FieldCases", "Cases", name)))!
            .AsObject();

    /// <summary>How long it was followed.</summary>
    public TimeSpan For { get; } = TimeSpan.FromMinutes(file["minutes"]!.GetValue<double>());

    public string AlarmName { get; } = (string?)file["alarmName"] ?? "api-service-5xx";

    /// <summary>DescribeServices' answer: AWS writes times as seconds since 1970.</summary>
    public string DescribeServices { get; } =
        Moment()
            .Replace(
                file["describeServices"]!.ToJsonString(),
                match =>
                    (
                        Start.ToUnixTimeSeconds() + double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                    ).ToString(CultureInfo.InvariantCulture)
            );

    public IReadOnlyList<string> ActiveAlarms { get; } =
    [.. (file["activeAlarms"]?.AsArray() ?? []).Select(name => (string)name!)];

    /// <summary>State, datapoints of the last evaluation, and how many of them breach.</summary>
    public (AlarmState State, int Evaluated, int Breaching) Alarm { get; } =
        (Enum.Parse<AlarmState>((string)file["alarm"]![0]!), (int)file["alarm"]![1]!, (int)file["alarm"]![2]!);

    /// <summary>Whether the alarms' actions run.</summary>
    public bool ActionsEnabled { get; } = (bool?)file["actionsEnabled"] ?? true;

    /// <summary>Whether a KMS key encrypts the page: a copy has another ETag. Its first restoring gets no answer.</summary>
    public bool IsEncrypted { get; } = file["page"] is { } page && page.ToJsonString() == "\"kms\"";

    /// <summary>For how long the CDN has as many invalidations under way as it takes.</summary>
    public TimeSpan CdnBusyFor { get; } = (bool?)file["cdnRefuses"] == true ? TimeSpan.FromMinutes(20) : TimeSpan.Zero;

    public double? Cpu { get; } = (double?)file["cpu"];

    /// <summary>Minimum and maximum of Application Auto Scaling; null where nothing scales the service.</summary>
    public (int Minimum, int Maximum)? Scaling { get; } =
        file["scaling"] is { } scaling ? ((int)scaling[0]!, (int)scaling[1]!) : null;

    /// <summary>The event that arrives: the case's own, or the alarm's change by EventBridge.</summary>
    public byte[] Event => Encoding.UTF8.GetBytes((file["event"] ?? AlarmChange()).ToJsonString());

    /// <summary>The default estate, with every remedy allowed to act.</summary>
    public Estate Estate
    {
        get
        {
            var estate = JsonNode.Parse(Mode().Replace(Support.WiredAccount.Text("estate.json"), "\"mode\": \"act\""))!;
            if (file["estateAlarms"] is { } alarms)
            {
                estate["alarms"] = alarms.DeepClone();
            }

            if (file["normal"] is { } normal)
            {
                estate["services"]![0]!["capacity"]!["normal"] = normal.DeepClone();
            }

            return ((EstateReading.Valid)EstateReader.Read(estate.ToJsonString())).Estate;
        }
    }

    /// <summary>An HTTP status, or the name of a System.Net.Http.HttpRequestError.</summary>
    public JsonNode NextHealth() => Next("health");

    /// <summary>The target group that the listener's rule forwards to; null is the estate's.</summary>
    public string? LiveGroup { get; } = (string?)file["liveGroup"];

    /// <summary>Healthy, unhealthy, initial, draining targets; those of another group that serves stand by themselves.</summary>
    public int[] NextTargets(string group) =>
        [.. (group == LiveGroup ? file["liveTargets"]! : Next("targets")).AsArray().Select(count => (int)count!)];

    private JsonNode Next(string what)
    {
        if (file[$"{what}Seq"] is not JsonArray all)
        {
            return file[what]!;
        }

        var look = _looks[what] = _looks.GetValueOrDefault(what) + 1;
        return all[Math.Min(look, all.Count) - 1]!;
    }

    private JsonObject AlarmChange() =>
        new()
        {
            ["version"] = "0",
            ["id"] = "d3dfc86d-0000-4000-8000-000000000001",
            ["detail-type"] = "CloudWatch Alarm State Change",
            ["source"] = "aws.cloudwatch",
            ["account"] = "123456789012",
            ["time"] = "2026-01-15T03:15:00Z",
            ["region"] = "ap-northeast-1",
            ["resources"] = new JsonArray(Arn + AlarmName),
            ["detail"] = new JsonObject
            {
                ["alarmName"] = AlarmName,
                ["state"] = new JsonObject
                {
                    ["value"] = "ALARM",
                    ["reason"] = "Threshold Crossed",
                    ["timestamp"] = "2026-01-15T03:15:00.000+0000",
                },
                ["previousState"] = new JsonObject { ["value"] = "OK", ["timestamp"] = "2026-01-15T02:00:00.000+0000" },
                ["configuration"] = new JsonObject { ["metrics"] = new JsonArray() },
            },
        };

    [GeneratedRegex(
        """
            "(?:@|(?=[-+]))([-+]?[0-9.]+)"
            """
    )]
    private static partial Regex Moment();

    [GeneratedRegex(
        """
            "mode": *"observe"
            """
    )]
    private static partial Regex Mode();
}
