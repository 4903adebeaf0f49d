using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaOps.Core.Remedies;
using LambdaOps.Core.Remedies.ServiceUnavailable;

namespace LambdaOps.Core.Estates;

/// <summary>Reads an estate file as a whole: an estate, or every error in it with its place.</summary>
public static partial class EstateReader
{
    private const int DaySeconds = 86_400;

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
            return new EstateReading.Invalid(
                [new EstateError(notJson.Path ?? "$", notJson.Message, "a JSON document (RFC 8259)")]);
        }
    }

    private static Estate ReadEstate(JsonPlace root)
    {
        root.IsObject("an object with name, region, timeZone, services and alarms");
        var (schema, account, places) = (root["$schema"], root["account"], root["services"]);
        _ = schema.Exists ? schema.Text("the schema's place") : "";
        var services = Read(places.Items("an array of services"), ReadService);
        var alarms = Read(root["alarms"].Items("an array of alarm rules"), ReadAlarm);
        var estate = new Estate(
            root["name"].Text("the estate's name"),
            account.Exists ? account.Text("an AWS account id of 12 digits", AccountForm()) : null,
            root["region"].Text("an AWS region such as ap-northeast-1", RegionForm()),
            ReadTimeZone(root["timeZone"]),
            [.. services.Select(read => read.Value)],
            [.. alarms.Select(read => read.Value)]);
        root.NothingElse();
        CheckIds(services);
        var idsAreKnown = places.IsArray && estate.Services.All(service => service.Id.Value.Length > 0);
        foreach (var (place, rule) in alarms)
        {
            CheckRule(estate, rule, place, idsAreKnown);
        }

        return estate;
    }

    private static ImmutableArray<(JsonPlace Place, T Value)> Read<T>(
        IReadOnlyList<JsonPlace> places, Func<JsonPlace, T> read) => [.. places.Select(place => (place, read(place)))];

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

    private static bool HasTimeZones() => TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Tokyo", out _);

    private static OperatedService ReadService(JsonPlace place)
    {
        place.IsObject("an object with id, cluster, service, capacity, health, targetGroupArn and remedies");
        var runbook = place["runbook"];
        var service = new OperatedService(
            new TargetId(place["id"].Text("an id of letters, digits, - and _", IdForm())),
            place["cluster"].Text("an ECS cluster's name", NameForm()),
            place["service"].Text("an ECS service's name", NameForm()),
            ReadCapacity(place["capacity"]),
            ReadHealth(place["health"]),
            place["targetGroupArn"].Text("a target group's ARN", TargetGroupForm()),
            runbook.Exists ? runbook.Url() : null,
            ReadRemedies(place["remedies"]));
        place.NothingElse();
        return service;
    }

    private static Capacity ReadCapacity(JsonPlace place)
    {
        const int Most = 5000;
        place.IsObject("an object with floor, normal and ceiling");
        var capacity = new Capacity(
            place["floor"].Whole(1, Most), place["normal"].Whole(1, Most), place["ceiling"].Whole(1, Most));
        place.NothingElse();
        var known = new[] { capacity.Floor, capacity.Normal, capacity.Ceiling }.Where(count => count > 0).ToArray();
        return known.SequenceEqual(known.Order())
            ? capacity
            : place.Fail("floor ≤ normal ≤ ceiling", capacity);
    }

    private static HealthCheck ReadHealth(JsonPlace place)
    {
        place.IsObject("an object with url, contains and timeoutSeconds");
        var health = new HealthCheck(
            place["url"].Url(),
            place["contains"].Text("a text that a healthy answer contains"),
            place["timeoutSeconds"].Seconds(1, 10, TimeSpan.FromSeconds(3)));
        place.NothingElse();
        return health;
    }

    private static ServiceUnavailableSetting? ReadRemedies(JsonPlace place)
    {
        if (!place.Exists)
        {
            return null;
        }

        if (!place.IsObject("an object of remedies by name"))
        {
            // As if it named every remedy: rules that ask for one are not at fault.
            return new ServiceUnavailableSetting(Mode.Observe, ServiceUnavailablePolicy.Default);
        }

        var unavailable = place[ServiceUnavailable.RemedyName.Value];
        var setting = unavailable.Exists ? ReadServiceUnavailable(unavailable) : null;
        place.NothingElse();
        return setting;
    }

    private static ServiceUnavailableSetting ReadServiceUnavailable(JsonPlace place)
    {
        place.IsObject("an object with mode and policy");
        var mode = place["mode"].Exists ? place["mode"].OneOf(Mode.Observe) : Mode.Observe;
        var policy = place["policy"].Exists
            ? ReadPolicy(place["policy"], ServiceUnavailablePolicy.Default)
            : ServiceUnavailablePolicy.Default;
        place.NothingElse();
        return new ServiceUnavailableSetting(mode, policy);
    }

    private static ServiceUnavailablePolicy ReadPolicy(JsonPlace place, ServiceUnavailablePolicy standard)
    {
        place.IsObject("an object of numbers");
        var policy = new ServiceUnavailablePolicy(
            place["probes"].Whole(1, 100, standard.Probes),
            place["probeEverySeconds"].Seconds(1, 60, standard.ProbeEvery),
            place["actAtOnceWhenEvidenceAgrees"].Flag(standard.ActAtOnceWhenEvidenceAgrees),
            place["checkEverySeconds"].Seconds(1, 900, standard.CheckEvery),
            place["recoverWithinSeconds"].Seconds(1, DaySeconds, standard.RecoverWithin),
            place["watchForSeconds"].Seconds(1, DaySeconds, standard.WatchFor),
            place["watchAtMostSeconds"].Seconds(1, DaySeconds, standard.WatchAtMost),
            place["deploymentWithinSeconds"].Seconds(1, DaySeconds, standard.DeploymentWithin),
            place["failedTasksMeanFailing"].Whole(1, 100, standard.FailedTasksMeanFailing),
            place["blindAtMostSeconds"].Seconds(1, DaySeconds, standard.BlindAtMost),
            place["cooldownSeconds"].Seconds(0, DaySeconds, standard.Cooldown));
        place.NothingElse();
        return policy;
    }

    private static AlarmRule ReadAlarm(JsonPlace place)
    {
        place.IsObject("an object with name, namePattern or tag, and target, remedy and severity");
        var rule = new AlarmRule(
            ReadMatch(place),
            new TargetId(place["target"].Text("a service's id")),
            new RemedyName(place["remedy"].Text("a remedy's name")),
            place["severity"].OneOf(Severity.P3));
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

    private static void CheckIds(ImmutableArray<(JsonPlace Place, OperatedService Value)> services)
    {
        var taken = new HashSet<TargetId>();
        foreach (var (place, service) in services)
        {
            if (service.Id.Value.Length > 0 && !taken.Add(service.Id))
            {
                place["id"].Fail("an id that no other service has", 0);
            }
        }
    }

    private static void CheckRule(Estate estate, AlarmRule rule, JsonPlace place, bool idsAreKnown)
    {
        var ids = string.Join(", ", estate.Services.Select(service => $"\"{service.Id}\""));
        if (idsAreKnown && rule.Target.Value.Length > 0 && estate.Find(rule.Target) is null)
        {
            place["target"].Fail($"a service's id: one of {ids}", 0);
        }
        else if (rule.Remedy.Value.Length > 0 && Remedy.Find(rule.Remedy) is null)
        {
            place["remedy"].Fail(
                "one of " + string.Join(", ", Remedy.All.Select(known => $"\"{known.Name}\"")), 0);
        }
        else if (estate.Find(rule.Target) is { } service
            && Remedy.Find(rule.Remedy) is { } remedy && remedy.SettingFor(service) is null)
        {
            place["remedy"].Fail($"a remedy that service \"{service.Id}\" names under remedies", 0);
        }
    }

    [GeneratedRegex("^[0-9]{12}\\z")]
    private static partial Regex AccountForm();

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]\\z")]
    private static partial Regex RegionForm();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    private static partial Regex IdForm();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}\\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(
        "^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:targetgroup/[A-Za-z0-9-]{1,32}/[0-9a-f]+\\z")]
    private static partial Regex TargetGroupForm();
}
