using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Core.Estates;

/// <summary>Reads an estate file as a whole: an estate, or every error in it with its place.</summary>
public static partial class EstateReader
{
    /// <summary>Reads the file's text. Never throws for what stands in it.</summary>
    public static EstateReading Read(string json) => Read(json, AllProcedures.All);

    /// <param name="procedures">Those that the estate may name.</param>
    public static EstateReading Read(string json, ImmutableArray<Procedure> procedures)
    {
        var (errors, warnings) = (new List<EstateError>(), new List<EstateWarning>());
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!JsonText.IsReadable("$", document.RootElement, errors))
            {
                return new EstateReading.Invalid(errors);
            }

            var estate = ReadEstate(new JsonPlace("$", document.RootElement, errors, warnings), procedures) with
            {
                FormerNames = [.. warnings],
            };
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

    private static Estate ReadEstate(JsonPlace root, ImmutableArray<Procedure> procedures)
    {
        ImmutableArray<Remedy> remedies = [.. procedures.OfType<Remedy>()];
        root.IsObject("an object with name, region, timeZone, services and alarms");
        var (schema, account, places) = (root["$schema"], root["account"], root["services"]);
        _ = schema.Exists ? schema.Text("the schema's place") : "";
        var sites = root["sites"].Exists
            ? Read(root["sites"].Items("an array of sites"), place => SiteReader.Read(place, remedies))
            : [];
        var areKnown =
            (!root["sites"].Exists || root["sites"].IsArray) && sites.All(site => site.Value.Id.Value.Length > 0);
        var services = Read(
            places.Items("an array of services"),
            place =>
                ServiceReader.Read(place, new KnownSites([.. sites.Select(read => read.Value)], areKnown), remedies)
        );
        var alarms = Read(root["alarms"].Items("an array of alarm rules"), AlarmRuleReader.Read);
        var timeZone = ReadTimeZone(root["timeZone"]);
        var tables = root["tables"].Exists
            ? Read(root["tables"].Items("an array of tables"), place => TableReader.Read(place, timeZone, remedies))
            : [];
        var estate = new Estate(
            root["name"].Text("the estate's name"),
            account.Exists ? account.Text("an AWS account id of 12 digits", IdForms.Account()) : null,
            ReadRegion(root["region"]),
            timeZone,
            [.. services.Select(read => read.Value)],
            [.. alarms.Select(read => read.Value)]
        )
        {
            Sites = [.. sites.Select(read => read.Value)],
            Tables = [.. tables.Select(read => read.Value)],
            ReopenWithin = root["reopenWithinSeconds"].Seconds(0, PolicyReader.Day, Estate.ReopenByDefault),
            JoinWithin = root["joinWithinSeconds"].Seconds(0, PolicyReader.Day, Estate.JoinByDefault),
            Culture = root["culture"].Exists ? root["culture"].Text("\"en\" or \"ja\"", CultureForm()) : "en",
            Escalation = EscalationReader.Read(root["escalation"], timeZone),
            ActiveUsers = CustomMetricReader.Read(root["activeUsers"]),
            Budget = LimitsReader.ReadBudget(root["budget"]),
            DisasterRecovery = DisasterRecoveryReader.Read(root["disasterRecovery"], remedies),
            RecoveryGoals = RecoveryGoals.Read(root["recoveryGoals"]),
            Reports = ReportStore.Read(root["reports"]),
            WebAcls = WebAclReader.Read(root["webAcls"]),
            TlsHosts = TlsHost.Read(root["tlsHosts"]),
            SecurityGroups = SecurityGroupPatterns.Read(root["securityGroups"]),
            Iam = KnownIdentities.Read(root["iam"]),
            Checks = ChecksReader.Read(root["checks"], [.. procedures.OfType<Check>()]),
            Caches = CacheReader.Read(root["caches"]),
            Buckets = StorageReader.ReadBuckets(root["buckets"]),
            BaseImages = BaseImagesReader.Read(root["baseImages"]),
            LogGroups = StorageReader.ReadLogGroups(root["logGroups"]),
        };
        estate = estate with
        {
            TemporaryFiles = StorageReader.ReadTemporaryFiles(root["temporaryFiles"], estate.Sites),
            Freezes = LimitsReader.ReadFreezes(root, TargetsOf(estate, places.IsArray && areKnown)),
        };
        var ids =
            places.IsArray && services.All(read => read.Value.Id.Value.Length > 0)
                ? services.Select(read => read.Value.Id).ToHashSet()
                : null;
        estate = estate with { Dependencies = DependencyReader.Read(root["dependencies"], ids) };
        root.NothingElse();
        EstateConsistency.CheckIds([
            .. services.Select(read => (read.Place, read.Value.Id)),
            .. sites.Select(read => (read.Place, read.Value.Id)),
        ]);
        EstateConsistency.CheckTables(tables, estate);
        EstateConsistency.CheckDisasterRecovery(services, sites, tables, estate);
        EstateConsistency.CheckServices(services);
        EstateConsistency.CheckAccounts(account, estate.Account, services);
        EstateConsistency.CheckSites(sites);
        var idsAreKnown =
            places.IsArray
            && (!root["tables"].Exists || root["tables"].IsArray)
            && estate.Services.All(service => service.Id.Value.Length > 0)
            && estate.Tables.All(table => table.Name.Length > 0);
        CheckRules(root["disasterRecovery"], alarms, estate, idsAreKnown, remedies);
        return estate;
    }

    private static void CheckRules(
        JsonPlace recovery,
        ImmutableArray<(JsonPlace Place, AlarmRule Value)> alarms,
        Estate estate,
        bool idsAreKnown,
        ImmutableArray<Remedy> remedies
    )
    {
        EstateConsistency.CheckMatches(alarms);
        DisasterRecoveryReader.Check(recovery, estate, idsAreKnown);
        foreach (var (place, rule) in alarms)
        {
            EstateConsistency.CheckRule(estate, rule, place, idsAreKnown, remedies);
        }
    }

    /// <summary>All ids; null when some could not be read, so that none can be called unknown.</summary>
    private static HashSet<TargetId>? TargetsOf(Estate estate, bool areKnown)
    {
        HashSet<TargetId> all =
        [
            .. estate.Services.Select(service => service.Id),
            .. estate.Sites.Select(site => site.Id),
            .. estate.Tables.Where(table => !table.Settings.All.IsEmpty).Select(table => table.Id),
            .. estate.DisasterRecovery is { Settings.All.IsEmpty: false } recovery
                ? [recovery.Id]
                : Array.Empty<TargetId>(),
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
        return name.Length == 0 || TimeZones.Find(name) is not null || !HasTimeZones()
            ? name
            : place.Fail("an IANA time zone such as Asia/Tokyo", name);
    }

    internal static string ReadRegion(JsonPlace place)
    {
        const string Expected = "an AWS region such as ap-northeast-1";
        var name = place.Text(Expected);
        return name.Length == 0 || AwsRegions.PartitionOf(name) is not null ? name : place.Fail(Expected, name);
    }

    private static bool HasTimeZones() => TimeZones.Find("Asia/Tokyo") is not null;

    [GeneratedRegex("^(en|ja)\\z")]
    private static partial Regex CultureForm();
}

/// <summary>One thing wrong with an estate file.</summary>
/// <param name="Path">JSON path of the place: $.services[0].capacity.floor.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What should.</param>
public sealed record EstateError(string Path, string Found, string Expected)
{
    public override string ToString() => $"{Path}: found {Found}, expected {Expected}";
}

/// <summary>An estate, or all that is wrong with its file.</summary>
public abstract record EstateReading
{
    private EstateReading() { }

    public sealed record Valid(Estate Estate) : EstateReading;

    public sealed record Invalid(IReadOnlyList<EstateError> Errors) : EstateReading;
}

/// <summary>How ids look that the estate itself gives.</summary>
internal static partial class IdForms
{
    public const string Expected = "an id of letters, digits, - and _";

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    public static partial Regex Id();

    /// <summary>Of an AWS account.</summary>
    [GeneratedRegex("^[0-9]{12}\\z")]
    public static partial Regex Account();
}
