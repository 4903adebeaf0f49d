using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads where the system is brought up when its region is lost, and what stands by there.</summary>
internal static partial class DisasterRecoveryReader
{
    private const int MostTasks = 5000;

    public static DisasterRecovery? Read(JsonPlace place, ImmutableArray<Remedy> remedies)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with region");
        var (services, tables, plan) = (place["services"], place["tables"], place["switchPlan"]);
        var stack = place["stack"];
        var recovery = new DisasterRecovery(EstateReader.ReadRegion(place["region"]))
        {
            Stack = stack.Exists ? stack.Text("the name of a stack of CloudFormation", StackForm()) : null,
            Services = services.Exists
                ? [.. services.Items("an array of services that stand by").Select(ReadService)]
                : [],
            Traffic = ReadTraffic(place["traffic"]),
            Tables = tables.Exists
                ?
                [
                    .. tables
                        .Items("an array of DynamoDB table names")
                        .Select(table => table.Text("a DynamoDB table's name", NameForms.Table())),
                ]
                : [],
            StopsWriters = place["stopWriters"].Flag(false),
            SwitchPlan = plan.Exists ? plan.Text("the ARN of a plan of ARC Region switch", PlanForm()) : null,
            Settings = SettingsReader.OfDisasterRecovery(place["remedies"], remedies),
        };
        place.NothingElse();
        if (!recovery.Settings.All.IsEmpty)
        {
            Prepared(place, services, recovery);
        }

        return recovery;
    }

    /// <summary>A remedy has nothing to turn to where nothing stands by, or no traffic can be turned.</summary>
    private static void Prepared(JsonPlace place, JsonPlace services, DisasterRecovery recovery)
    {
        if (recovery.Services.IsEmpty && (!services.Exists || services.IsArray))
        {
            services.Fail("services that stand by, as a remedy is named that starts them", 0);
        }

        if (!place["traffic"].Exists)
        {
            place["traffic"].Fail("how the traffic is turned, as a remedy is named that turns it", 0);
        }
    }

    private static StandbyService ReadService(JsonPlace place)
    {
        place.IsObject("an object with of, cluster, service, normal and health");
        var service = new StandbyService(
            new TargetId(place["of"].Text("the id of a service of the estate", IdForms.Id())),
            place["cluster"].Text("an ECS cluster's name", NameForms.Ecs()),
            place["service"].Text("an ECS service's name", NameForms.Ecs()),
            place["normal"].Whole(1, MostTasks),
            place["standby"].Whole(0, MostTasks, whenAbsent: 0),
            ServiceReader.ReadHealth(place["health"])
        )
        {
            SmokeTest = SmokeTestReader.Read(place["smokeTest"]),
        };
        place.NothingElse();
        return service.Normal == 0 || service.Standby <= service.Normal
            ? service
            : place["normal"].Fail("as many tasks as standby at least", service);
    }

    private static RegionTraffic? ReadTraffic(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with publicUrl, marker, hostedZoneId, record, healthCheckId and switch");
        var traffic = new RegionTraffic(
            place["publicUrl"].Url(),
            place["marker"].Text("a text that only the answer of the region for disaster recovery has"),
            place["hostedZoneId"].Text("the id of a hosted zone of Route 53 (Z…)", ZoneForm()),
            place["record"].Text("the failover records' name in lower-case ASCII, as DNS has it (xn--…)", HostForm()),
            place["healthCheckId"].Text("the id of the primary record's health check, a UUID", HealthCheckForm()),
            ReadSwitch(place["switch"])
        )
        {
            Primary = place["primary"].Exists ? ServiceReader.ReadHealth(place["primary"]) : null,
        };
        place.NothingElse();
        return traffic;
    }

    private static ObjectPlace ReadSwitch(JsonPlace place)
    {
        place.IsObject("an object with bucket and key");
        var read = new ObjectPlace(
            place["bucket"].Text("the name of a bucket in the region for disaster recovery", NameForms.Bucket()),
            place["key"].Text("an object's key")
        );
        place.NothingElse();
        return read;
    }

    /// <summary>What stands by takes the place of something, once; what is replicated is the estate's.</summary>
    public static void Check(JsonPlace place, Estate estate, bool idsAreKnown)
    {
        if (estate.DisasterRecovery is not { } recovery)
        {
            return;
        }

        foreach (var (service, index) in recovery.Services.Select((service, index) => (service, index)))
        {
            var at = place["services"].Items("an array of services that stand by")[index];
            if (idsAreKnown && service.Of.Value.Length > 0 && !estate.Services.Any(one => one.Id == service.Of))
            {
                var ids = string.Join(", ", estate.Services.Select(one => $"\"{one.Id}\""));
                at["of"].Fail($"the id of a service of the estate: one of {ids}", 0);
            }

            if (service.Of.Value.Length > 0 && recovery.Services.Take(index).Any(other => other.Of == service.Of))
            {
                at["of"].Fail("a service that stands by once", 0);
            }
        }

        HashSet<string> known =
        [
            .. estate.Tables.Select(table => table.Name),
            .. estate.Services.SelectMany(service => service.Tables),
        ];
        foreach (var (table, index) in recovery.Tables.Select((table, index) => (table, index)))
        {
            if (table.Length > 0 && idsAreKnown && !known.Contains(table))
            {
                place["tables"]
                    .Items("an array of DynamoDB table names")[index]
                    .Fail("a table that the estate names under tables, or under a service", 0);
            }
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,127}\\z")]
    private static partial Regex StackForm();

    [GeneratedRegex("^Z[A-Z0-9]{1,31}\\z")]
    private static partial Regex ZoneForm();

    [GeneratedRegex(@"^(?=.{1,253}\z)[a-z0-9*]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z")]
    private static partial Regex HostForm();

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z")]
    private static partial Regex HealthCheckForm();

    [GeneratedRegex("^arn:aws[a-z-]*:arc-region-switch::[0-9]{12}:plan/[A-Za-z0-9:-]{1,100}\\z")]
    private static partial Regex PlanForm();
}
