using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>Reads an estate file as a whole: an estate, or every error in it with its place.</summary>
public static partial class EstateReader
{
    /// <summary>Reads the file's text. Never throws for what stands in it.</summary>
    public static EstateReading Read(string json)
    {
        var errors = new List<EstateError>();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!JsonText.IsReadable("$", document.RootElement, errors))
            {
                return new EstateReading.Invalid(errors);
            }

            var estate = ReadEstate(new JsonPlace("$", document.RootElement, errors));
            return errors.Count == 0 ? new EstateReading.Valid(estate) : new EstateReading.Invalid(errors);
        }
        catch (ArgumentException notText)
        {
            return new EstateReading.Invalid([new EstateError("$", notText.Message, "Unicode text")]);
        }
        catch (JsonException notJson)
        {
            return new EstateReading.Invalid([
                new EstateError(notJson.Path ?? "$", notJson.Message, "a JSON document (RFC 8259)"),
            ]);
        }
    }

    private static Estate ReadEstate(JsonPlace root)
    {
        root.IsObject("an object with name, region, timeZone, services and alarms");
        var (schema, account, places) = (root["$schema"], root["account"], root["services"]);
        _ = schema.Exists ? schema.Text("the schema's place") : "";
        var sites = root["sites"].Exists ? Read(root["sites"].Items("an array of sites"), ReadSite) : [];
        var areKnown =
            (!root["sites"].Exists || root["sites"].IsArray) && sites.All(site => site.Value.Id.Value.Length > 0);
        var services = Read(
            places.Items("an array of services"),
            place => ReadService(place, new Sites([.. sites.Select(read => read.Value)], areKnown))
        );
        var alarms = Read(root["alarms"].Items("an array of alarm rules"), ReadAlarm);
        var timeZone = ReadTimeZone(root["timeZone"]);
        var estate = new Estate(
            root["name"].Text("the estate's name"),
            account.Exists ? account.Text("an AWS account id of 12 digits", AccountForm()) : null,
            ReadRegion(root["region"]),
            timeZone,
            [.. services.Select(read => read.Value)],
            [.. alarms.Select(read => read.Value)]
        )
        {
            Sites = [.. sites.Select(read => read.Value)],
            ReopenWithin = root["reopenWithinSeconds"].Seconds(0, DaySeconds, TimeSpan.FromSeconds(1800)),
            JoinWithin = root["joinWithinSeconds"].Seconds(0, DaySeconds, TimeSpan.FromSeconds(600)),
            Culture = root["culture"].Exists ? root["culture"].Text("\"en\" or \"ja\"", CultureForm()) : "en",
            Escalation = ReadEscalation(root["escalation"], timeZone),
            Budget = ReadBudget(root["budget"]),
        };
        estate = estate with { Freezes = ReadFreezes(root, TargetsOf(estate, places.IsArray && areKnown)) };
        var ids =
            places.IsArray && services.All(read => read.Value.Id.Value.Length > 0)
                ? services.Select(read => read.Value.Id).ToHashSet()
                : null;
        estate = estate with { Dependencies = ReadDependencies(root["dependencies"], ids) };
        root.NothingElse();
        CheckIds([
            .. services.Select(read => (read.Place, read.Value.Id)),
            .. sites.Select(read => (read.Place, read.Value.Id)),
        ]);
        CheckServices(services);
        CheckAccounts(account, estate.Account, services);
        CheckSites(sites);
        CheckMatches(alarms);
        var idsAreKnown = places.IsArray && estate.Services.All(service => service.Id.Value.Length > 0);
        foreach (var (place, rule) in alarms)
        {
            CheckRule(estate, rule, place, idsAreKnown);
        }

        return estate;
    }

    /// <summary>All ids; null when some could not be read, so that none can be called unknown.</summary>
    private static HashSet<TargetId>? TargetsOf(Estate estate, bool areKnown)
    {
        HashSet<TargetId> all =
        [
            .. estate.Services.Select(service => service.Id),
            .. estate.Sites.Select(site => site.Id),
        ];
        return areKnown && all.All(id => id.Value.Length > 0) ? all : null;
    }

    private static ImmutableArray<(JsonPlace Place, T Value)> Read<T>(
        IReadOnlyList<JsonPlace> places,
        Func<JsonPlace, T> read
    ) => [.. places.Select(place => (place, read(place)))];

    /// <summary>
    /// A machine without a time zone database (a minimal image) cannot judge a name, and must not refuse it.
    /// </summary>
    private static string ReadTimeZone(JsonPlace place)
    {
        var name = place.Text("an IANA time zone such as Asia/Tokyo");
        return name.Length == 0 || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) || !HasTimeZones()
            ? name
            : place.Fail("an IANA time zone such as Asia/Tokyo", name);
    }

    private static string ReadRegion(JsonPlace place)
    {
        const string Expected = "an AWS region such as ap-northeast-1";
        var name = place.Text(Expected);
        return name.Length == 0 || AwsRegions.PartitionOf(name) is not null ? name : place.Fail(Expected, name);
    }

    private static bool HasTimeZones() => TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Tokyo", out _);

    private static OperatedService ReadService(JsonPlace place, Sites sites)
    {
        place.IsObject("an object with id, cluster, service, capacity, health, targetGroupArn and remedies");
        var (runbook, balancer, logGroup) = (place["runbook"], place["loadBalancer"], place["logGroup"]);
        var remedies = ReadRemedies(place["remedies"]);
        var service = new OperatedService(
            new TargetId(place["id"].Text("an id of letters, digits, - and _", IdForm())),
            place["cluster"].Text("an ECS cluster's name", NameForm()),
            place["service"].Text("an ECS service's name", NameForm()),
            ReadCapacity(place["capacity"]),
            ReadHealth(place["health"]),
            place["targetGroupArn"].Text("a target group's ARN", TargetGroupForm()),
            runbook.Exists ? runbook.Url() : null,
            remedies.ServiceUnavailable
        )
        {
            LoadBalancer = balancer.Exists
                ? balancer.Text("a load balancer as metrics name it, app/NAME/ID", BalancerForm())
                : null,
            Tables = place["tables"].Exists
                ?
                [
                    .. place["tables"]
                        .Items("an array of DynamoDB table names")
                        .Select(table => table.Text("a DynamoDB table's name", TableForm())),
                ]
                : [],
            LogGroup = logGroup.Exists ? logGroup.Text("a log group's name", LogGroupForm()) : null,
            Site = ReadSiteOf(place["site"], sites),
            Thresholds = ReadThresholds(place["thresholds"]),
            Latency = remedies.Latency,
            TotalOutage = remedies.TotalOutage,
        };
        service = service with { Ladder = ReadLadder(place["ladder"], service) };
        if (remedies.AreRead)
        {
            CheckLadder(place, service);
        }

        if (service is { Latency: not null, LoadBalancer: null } && !balancer.Exists)
        {
            balancer.Fail("a load balancer, as the latency remedy asks its metrics (app/NAME/ID)", 0);
        }

        place.NothingElse();
        return service;
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

    private static HealthCheck ReadHealth(JsonPlace place)
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

    private static OperatedSite ReadSite(JsonPlace place)
    {
        const string SafePrefix = "lambdaops/saved/";
        place.IsObject("an object with id, bucket, key, distributionId, maintenance and remedies");
        var (runbook, safe) = (place["runbook"], place["safe"]);
        var maintenance = ReadObject(place["maintenance"], "an object with bucket and key", "key");
        var site = new OperatedSite(
            new TargetId(place["id"].Text("an id of letters, digits, - and _", IdForm())),
            place["bucket"].Text("a bucket's name", BucketForm()),
            place["key"].Text("an object's key such as index.html"),
            place["distributionId"].Text("a CloudFront distribution's id", DistributionForm()),
            maintenance,
            safe.Exists
                ? ReadObject(safe, "an object with bucket and prefix", "prefix")
                : new ObjectPlace(maintenance.Bucket, SafePrefix),
            runbook.Exists ? runbook.Url() : null,
            ReadSiteRemedies(place["remedies"])
        );
        place.NothingElse();
        return site;
    }

    private static ObjectPlace ReadObject(JsonPlace place, string expected, string key)
    {
        place.IsObject(expected);
        var read = new ObjectPlace(
            place["bucket"].Text("a bucket's name", BucketForm()),
            place[key]
                .Text(
                    key == "key" ? "an object's key" : "a key prefix that ends in /",
                    key == "key" ? null : PrefixForm()
                )
        );
        place.NothingElse();
        return read;
    }

    private static OperatedSite? ReadSiteOf(JsonPlace place, Sites sites)
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

    /// <param name="AreKnown">Whether every site's id could be read.</param>
    private sealed record Sites(ImmutableArray<OperatedSite> All, bool AreKnown);

    /// <summary>Without one: the 503 procedure, then the total outage, as far as the service names them.</summary>
    private static ImmutableArray<RemedyName> ReadLadder(JsonPlace place, OperatedService service)
    {
        ImmutableArray<RemedyName> standard =
        [
            .. new[] { ServiceUnavailableProcedure.RemedyName, TotalOutageProcedure.RemedyName }.Where(name =>
                Remedy.Find(name)!.SettingFor(service) is not null
            ),
        ];
        return place.Exists
            ? [.. place.Items("an array of remedies").Select(rung => ReadRung(rung, service))]
            : standard;
    }

    private static RemedyName ReadRung(JsonPlace place, OperatedService service)
    {
        var name = new RemedyName(place.Text("a remedy's name"));
        return name.Value.Length == 0 || Remedy.Find(name)?.SettingFor(service) is not null
            ? name
            : place.Fail("a remedy that the service names under remedies", name);
    }

    private static AlarmRule ReadAlarm(JsonPlace place)
    {
        place.IsObject("an object with name, namePattern or tag, and target, remedy and severity");
        var rule = new AlarmRule(
            ReadMatch(place),
            new TargetId(place["target"].Text("a service's id")),
            new RemedyName(place["remedy"].Text("a remedy's name")),
            place["severity"].OneOf(Severity.P3)
        );
        place.NothingElse();
        return rule;
    }

    private static AlarmMatch ReadMatch(JsonPlace place)
    {
        var (name, pattern, tag) = (place["name"], place["namePattern"], place["tag"]);
        var given = new[] { name, pattern, tag }.Count(one => one.Exists);
        if (given != 1)
        {
            return place.Fail("exactly one of name, namePattern and tag", new AlarmMatch.ByName(""));
        }

        return name.Exists ? new AlarmMatch.ByName(name.Text("an alarm's name"))
            : pattern.Exists ? new AlarmMatch.ByPattern(pattern.Text("a name pattern with * and ?"))
            : ReadTag(tag);
    }

    private static AlarmMatch.ByTag ReadTag(JsonPlace place)
    {
        place.IsObject("an object with key and value");
        var tag = new AlarmMatch.ByTag(place["key"].Text("a tag's key"), place["value"].Text("a tag's value"));
        place.NothingElse();
        return tag;
    }

    private static void CheckIds(ImmutableArray<(JsonPlace Place, TargetId Id)> targets)
    {
        var taken = new HashSet<TargetId>();
        foreach (var (place, id) in targets)
        {
            if (id.Value.Length > 0 && !taken.Add(id))
            {
                place["id"].Fail("an id that no other service has", 0);
            }
        }
    }

    private static void CheckRule(Estate estate, AlarmRule rule, JsonPlace place, bool idsAreKnown)
    {
        var ids = string.Join(", ", estate.Services.Select(service => $"\"{service.Id}\""));
        if (idsAreKnown && rule.Target.Value.Length > 0 && estate.Find(rule.Target) is not OperatedService)
        {
            place["target"].Fail($"a service's id: one of {ids}", 0);
        }
        else if (rule.Remedy.Value.Length > 0 && Remedy.Find(rule.Remedy) is null)
        {
            place["remedy"].Fail("one of " + string.Join(", ", Remedy.All.Select(known => $"\"{known.Name}\"")), 0);
        }
        else if (
            estate.Find(rule.Target) is OperatedService service
            && Remedy.Find(rule.Remedy) is { } remedy
            && remedy.SettingFor(service) is null
        )
        {
            place["remedy"].Fail($"a remedy that service \"{service.Id}\" names under remedies", 0);
        }
    }

    [GeneratedRegex("^[0-9]{12}\\z")]
    private static partial Regex AccountForm();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    private static partial Regex IdForm();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}\\z")]
    private static partial Regex NameForm();

    [GeneratedRegex("^(en|ja)\\z")]
    private static partial Regex CultureForm();

    [GeneratedRegex("^app/[A-Za-z0-9-]{1,32}/[0-9a-f]+\\z")]
    private static partial Regex BalancerForm();

    [GeneratedRegex("^[A-Za-z0-9_.-]{3,255}\\z")]
    private static partial Regex TableForm();

    [GeneratedRegex("^[A-Za-z0-9_/.#-]{1,512}\\z")]
    private static partial Regex LogGroupForm();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z")]
    private static partial Regex BucketForm();

    [GeneratedRegex("^[^/].*/\\z|^[^/]/\\z")]
    private static partial Regex PrefixForm();

    [GeneratedRegex("^[A-Z0-9]{1,64}\\z")]
    private static partial Regex DistributionForm();

    [GeneratedRegex(
        "^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+\\z"
    )]
    private static partial Regex TargetGroupForm();
}
