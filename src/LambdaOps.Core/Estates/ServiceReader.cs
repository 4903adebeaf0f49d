using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads one service.</summary>
internal static partial class ServiceReader
{
    public static OperatedService Read(JsonPlace place, KnownSites sites, ImmutableArray<Remedy> remedies)
    {
        place.IsObject("an object with id, cluster, service, capacity, health, targetGroupArn and remedies");
        var (runbook, balancer, logGroup) = (place["runbook"], place["loadBalancer"], place["logGroup"]);
        var performance = place["performanceTest"];
        var (alternate, front) = (place["alternateTargetGroupArn"], place["frontLoadBalancer"]);
        var (settings, areRead) = SettingsReader.OfService(place["remedies"], remedies);
        var service = new OperatedService(
            new TargetId(place["id"].Text(IdForms.Expected, IdForms.Id())),
            place["cluster"].Text("an ECS cluster's name", NameForms.Ecs()),
            place["service"].Text("an ECS service's name", NameForms.Ecs()),
            ReadCapacity(place["capacity"]),
            ReadHealth(place["health"]),
            place["targetGroupArn"].Text("a target group's ARN", TargetGroupForm()),
            runbook.Exists ? runbook.Url() : null
        )
        {
            LoadBalancer = balancer.Exists
                ? balancer.Text("a load balancer as metrics name it, app/NAME/ID", BalancerForm())
                : null,
            FrontLoadBalancer = front.Exists ? front.Text("the ARN of a network load balancer", FrontForm()) : null,
            AlternateTargetGroupArn = alternate.Exists
                ? alternate.Text("another target group's ARN", TargetGroupForm())
                : null,
            TrafficRule = ReadTrafficRule(place["trafficRule"]),
            Tables = place["tables"].Exists
                ?
                [
                    .. place["tables"]
                        .Items("an array of DynamoDB table names")
                        .Select(table => TableReader.NameOf(table, "a DynamoDB table's name")),
                ]
                : [],
            Secrets = ReadNames(place["secrets"], "an array of names of secrets", SecretForm()),
            TaskRoles = ReadNames(place["taskRoles"], "an array of names of IAM roles", RoleForm()),
            LogGroup = logGroup.Exists ? logGroup.Text("a log group's name", LogGroupForm()) : null,
            RequestFields = ReadRequestFields(place["requestFields"]),
            Site = ReadSiteOf(place["site"], sites),
            Thresholds = ThresholdsReader.Read(place["thresholds"]),
            SmokeTest = SmokeTestReader.Read(place["smokeTest"]),
            PerformanceTest = performance.Exists
                ? performance.Text("a command in one line of 200 characters at most", CommandForm())
                : null,
            Settings = settings,
        };
        service = service with { Ladder = ReadLadder(place["ladder"], service, remedies) };
        CheckBalancing(place, service);
        if (areRead)
        {
            CheckLadder(place, service);
        }

        if (service.ConfigChange is not null && !place["secrets"].Exists)
        {
            place["secrets"].Fail("names of secrets, as configChange asks for a version of one of them", 0);
        }

        place.NothingElse();
        return service;
    }

    private static void CheckBalancing(JsonPlace place, OperatedService service)
    {
        var balancer = place["loadBalancer"];
        if (service.AlternateTargetGroupArn is { } other && other == service.TargetGroupArn)
        {
            place["alternateTargetGroupArn"]
                .Fail("another target group than targetGroupArn, as traffic shifts between two", 0);
        }

        if (service.TrafficRule is { OtherTargetGroupArn: var rest } && rest == service.TargetGroupArn)
        {
            place["trafficRule"]["otherTargetGroupArn"].Fail("another target group than targetGroupArn", 0);
        }

        if (service is { Latency: not null, LoadBalancer: null } && !balancer.Exists)
        {
            balancer.Fail("a load balancer, as the latency remedy asks its metrics (app/NAME/ID)", 0);
        }

        if (service is { ZoneShift: not null, LoadBalancer: null } && !balancer.Exists)
        {
            balancer.Fail("a load balancer, as zoneShift asks its zones (app/NAME/ID)", 0);
        }
    }

    private static ImmutableArray<string> ReadNames(JsonPlace place, string expected, Regex form) =>
        place.Exists ? [.. place.Items(expected).Select(one => one.Text(expected, form))] : [];

    private static TrafficRule? ReadTrafficRule(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        place.IsObject("an object with rule and otherTargetGroupArn");
        var rule = new TrafficRule(
            place["rule"].Text("a listener rule's ARN", RuleForm()),
            place["otherTargetGroupArn"].Text("another target group's ARN", TargetGroupForm())
        );
        place.NothingElse();
        return rule;
    }

    private static Capacity ReadCapacity(JsonPlace place)
    {
        const int Most = 5000;
        place.IsObject("an object with floor, normal and ceiling");
        var capacity = new Capacity(
            place["floor"].Whole(1, Most),
            place["normal"].Whole(1, Most),
            place["ceiling"].Whole(1, Most)
        );
        place.NothingElse();
        var known = new[] { capacity.Floor, capacity.Normal, capacity.Ceiling }.Where(count => count > 0).ToArray();
        return known.SequenceEqual(known.Order()) ? capacity : place.Fail("floor ≤ normal ≤ ceiling", capacity);
    }

    internal static HealthCheck ReadHealth(JsonPlace place)
    {
        place.IsObject("an object with url, contains and timeoutSeconds");
        var health = new HealthCheck(
            place["url"].Url(),
            place["contains"].Text("a text that a healthy answer contains"),
            place["timeoutSeconds"].Seconds(1, 10, TimeSpan.FromSeconds(3))
        );
        place.NothingElse();
        return health;
    }

    private static OperatedSite? ReadSiteOf(JsonPlace place, KnownSites sites)
    {
        if (!place.Exists)
        {
            return null;
        }

        var id = new TargetId(place.Text("a site's id"));
        return sites.All.FirstOrDefault(site => site.Id == id)
            ?? (
                id.Value.Length == 0 || !sites.AreKnown
                    ? null
                    : place.Fail<OperatedSite?>(
                        "a site's id: one of " + string.Join(", ", sites.All.Select(site => $"\"{site.Id}\"")),
                        null
                    )
            );
    }

    /// <summary>Without one: the 503 procedure, then the total outage, as far as the service names them.</summary>
    private static ImmutableArray<ProcedureName> ReadLadder(
        JsonPlace place,
        OperatedService service,
        ImmutableArray<Remedy> remedies
    )
    {
        ImmutableArray<ProcedureName> standard =
        [
            .. new[] { ServiceUnavailableProcedure.ProcedureName, TotalOutageProcedure.ProcedureName }.Where(name =>
                IsNamed(name, service, remedies)
            ),
        ];
        return place.Exists
            ? [.. place.Items("an array of remedies").Select(rung => ReadRung(rung, service, remedies))]
            : standard;
    }

    private static ProcedureName ReadRung(JsonPlace place, OperatedService service, ImmutableArray<Remedy> remedies)
    {
        var name = new ProcedureName(place.Text("a remedy's name"));
        return name.Value.Length == 0 || IsNamed(name, service, remedies)
            ? name
            : place.Fail("a remedy that the service names under remedies", name);
    }

    private static bool IsNamed(ProcedureName name, OperatedService service, ImmutableArray<Remedy> remedies) =>
        remedies.FirstOrDefault(remedy => remedy.Name == name)?.SettingFor(service) is not null;

    private static void CheckLadder(JsonPlace place, OperatedService service)
    {
        if (
            service.TotalOutage is not null
            && service.Ladder.Contains(TotalOutageProcedure.ProcedureName)
            && !place["site"].Exists
        )
        {
            place["site"]
                .Fail("a site's id, as the ladder leads to totalOutage, which puts up that site's maintenance page", 0);
        }
    }

    [GeneratedRegex("^app/[A-Za-z0-9-]{1,32}/[0-9a-f]+\\z")]
    private static partial Regex BalancerForm();

    [GeneratedRegex(
        "^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/net/[A-Za-z0-9-]{1,32}/[0-9a-f]+\\z"
    )]
    private static partial Regex FrontForm();

    [GeneratedRegex("^[^\\x00-\\x1f\\x7f]{1,200}\\z")]
    private static partial Regex CommandForm();

    private static RequestFields ReadRequestFields(JsonPlace place)
    {
        const string Expected =
            "a field's name of 1 to 64 letters, digits and _ . @ -, which begins with a letter, _ or @";
        if (!place.Exists || !place.IsObject("an object with endpoint, duration or both"))
        {
            return RequestFields.Default;
        }

        var (endpoint, duration) = (place["endpoint"], place["duration"]);
        var read = new RequestFields(
            endpoint.Exists ? endpoint.Text(Expected, RequestFields.Form()) : RequestFields.Default.Endpoint,
            duration.Exists ? duration.Text(Expected, RequestFields.Form()) : RequestFields.Default.Duration
        );
        place.NothingElse();
        return read.Endpoint == read.Duration && read.Endpoint.Length > 0
            ? place.Fail("two fields: one has the endpoint, the other one how long it took", read)
            : read;
    }

    [GeneratedRegex("^[A-Za-z0-9_/.#-]{1,512}\\z")]
    private static partial Regex LogGroupForm();

    [GeneratedRegex("^[A-Za-z0-9/_+=.@-]{1,256}\\z")]
    private static partial Regex SecretForm();

    [GeneratedRegex("^[A-Za-z0-9_+=,.@-]{1,64}\\z")]
    private static partial Regex RoleForm();

    [GeneratedRegex(
        "^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+\\z"
    )]
    private static partial Regex TargetGroupForm();

    [GeneratedRegex(
        "^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:listener-rule/app/[A-Za-z0-9-]{1,32}(/[0-9a-f]+){3}\\z"
    )]
    private static partial Regex RuleForm();
}
