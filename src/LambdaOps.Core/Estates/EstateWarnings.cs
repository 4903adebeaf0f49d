using System.Collections.Immutable;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Estates;

/// <summary>What is allowed in an estate and probably not meant.</summary>
/// <param name="Path">JSON path of the place: $.alarms[2].</param>
public sealed record EstateWarning(string Path, string Text)
{
    public override string ToString() => $"{Path}: {Text}";
}

/// <summary>Finds what an estate probably does not mean.</summary>
public static class EstateWarnings
{
    /// <summary>
    /// What every login or error page of a web application has. A health answer that only has words of it proves
    /// nothing: the page comes with status 200, too, when something else answers in the service's place.
    /// </summary>
    private const string AnyPage = """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="stylesheet" href="/static/css/main.css"><script src="/static/js/app.js"></script>
        <title>Log in - Welcome</title></head>
        <body class="page"><div id="root"><header><a href="/">Home</a></header>
        <h1>Sign in to your account</h1>
        <p>Please enter your user name and password. This service uses cookies. Check the status page. All is up.</p>
        <form action="/login" method="post"><input type="hidden" name="csrf_token" value="0123456789abcdef">
        <label>Username <input type="text" name="username"></label>
        <label>Email <input type="email" name="email"></label>
        <label>Password <input type="password" name="password"></label>
        <button type="submit">OK</button></form>
        <footer>Help | About | Contact | Privacy | Terms | Copyright 2026. All rights reserved.</footer>
        </div></body></html>
        """;

    private static readonly string[] s_levels = ["High", "Low"];

    public static ImmutableArray<EstateWarning> Of(Estate estate) => Of(estate, AllProcedures.Checks);

    /// <param name="checks">Those that the estate may name.</param>
    public static ImmutableArray<EstateWarning> Of(Estate estate, ImmutableArray<Check> checks) =>
        [
            .. estate.FormerNames,
            .. OfDisasterRecovery(estate),
            .. estate.Services.SelectMany((service, index) => OfService(estate, service, $"$.services[{index}]")),
            .. estate.Sites.SelectMany((site, index) => OfSite(estate, site, index)),
            .. estate.Tables.SelectMany((table, index) => OfTable(estate, table, $"$.tables[{index}]")),
            .. estate.Alarms.SelectMany((rule, index) => OfRule(estate, rule, index)),
            .. checks
                .Where(check => check.IsNamedIn(estate) && check.PartsOf(estate).IsEmpty)
                .Select(check => new EstateWarning(
                    $"$.checks.{check.Name}",
                    "the estate names nothing that it could look at: it does nothing"
                )),
        ];

    private static IEnumerable<EstateWarning> OfDisasterRecovery(Estate estate)
    {
        if (
            estate.DisasterRecovery is { Region: var region }
            && (region == estate.Region || AwsRegions.PartitionOf(region) != AwsRegions.PartitionOf(estate.Region))
        )
        {
            yield return new(
                "$.disasterRecovery.region",
                $"{region} is no other region of the partition of {estate.Region}: nothing can be copied there"
            );
        }
    }

    private static IEnumerable<EstateWarning> OfZones(OperatedService service, string path)
    {
        if (service is { FrontLoadBalancer: not null, ZoneShift: null })
        {
            yield return new EstateWarning(
                $"{path}.frontLoadBalancer",
                "never shifted: the service does not name zoneShift"
            );
        }

        // Of three zones two carry what normally three do.
        if (service is { ZoneShift: not null, Capacity: var capacity } && capacity.Ceiling * 2 < capacity.Normal * 3)
        {
            yield return new EstateWarning(
                $"{path}.capacity.ceiling",
                "without one of three zones the others may not carry the load: zoneShift then shifts nothing"
            );
        }
    }

    private static IEnumerable<EstateWarning> OfService(Estate estate, OperatedService service, string path)
    {
        foreach (var warning in OfZones(service, path))
        {
            yield return warning;
        }

        if (service is { SmokeTest: not null, Rollout: null })
        {
            yield return new EstateWarning($"{path}.smokeTest", "never asked: the service does not name rollout");
        }

        if (service is { PerformanceTest: not null, Rollout: null })
        {
            yield return new EstateWarning(
                $"{path}.performanceTest",
                "never asked for: the service does not name rollout"
            );
        }

        if (service is { TrafficRule: not null, Rollout: null } or { TrafficRule: not null, LoadBalancer: null })
        {
            yield return new EstateWarning(
                $"{path}.trafficRule",
                "no traffic is shifted by it: that takes rollout among the remedies, and loadBalancer for its numbers"
            );
        }

        foreach (var remedy in AllProcedures.Remedies.Where(remedy => remedy.SettingFor(service) is not null))
        {
            if (
                remedy.Triggers.Any(trigger => trigger is Trigger.Alarm)
                && !remedy.Triggers.Any(trigger => trigger is Trigger.ByEvent)
                && !IsReached(estate, service, remedy.Name)
            )
            {
                yield return new($"{path}.remedies.{remedy.Name}", "no alarm leads to it: only a person can start it");
            }
        }

        foreach (
            var (member, arn) in new[]
            {
                ("targetGroupArn", service.TargetGroupArn),
                ("alternateTargetGroupArn", service.AlternateTargetGroupArn),
            }
        )
        {
            if (
                arn?.Split(':') is [_, var partition, _, var region, ..]
                && (region != estate.Region || partition != AwsRegions.PartitionOf(estate.Region))
            )
            {
                yield return new(
                    $"{path}.{member}",
                    $"it is in region {region} (partition {partition}), and the estate in {estate.Region}"
                );
            }
        }

        if (AnyPage.IndexOf(service.Health.Contains, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            yield return new(
                $"{path}.health.contains",
                $"\"{service.Health.Contains}\" also stands in ordinary web pages, such as a login page "
                    + $"(\"{WordAt(at)}\"); choose a text that only the health answer has"
            );
        }
    }

    private static IEnumerable<EstateWarning> OfTable(Estate estate, OperatedTable table, string path) =>
        from remedy in AllProcedures.Remedies
        where
            remedy.SettingFor(table) is not null
            && remedy.Triggers.Any(trigger => trigger is Trigger.Alarm)
            && !estate.AlarmsOf(table.Id).Any(rule => rule.Remedy == remedy.Name)
        select new EstateWarning($"{path}.remedies.{remedy.Name}", "no alarm leads to it: only a person can start it");

    /// <summary>An alarm starts it, or one that an alarm starts leads to it: by the ladder, or where one zone fails.</summary>
    private static bool IsReached(Estate estate, OperatedService service, ProcedureName remedy)
    {
        var started = estate.AlarmsOf(service.Id).Select(rule => rule.Remedy).ToHashSet();
        var rung = service.Ladder.IndexOf(remedy);
        return started.Contains(remedy)
            || service.Ladder.Take(rung).Any(started.Contains)
            || (
                remedy == ZoneShiftProcedure.ProcedureName
                && started.Contains(ServiceUnavailableProcedure.ProcedureName)
            );
    }

    private static IEnumerable<EstateWarning> OfSite(Estate estate, OperatedSite site, int index)
    {
        var before = estate.Sites.Take(index).FirstOrDefault(other => other.DistributionId == site.DistributionId);
        if (before is not null)
        {
            yield return new(
                $"$.sites[{index}].distributionId",
                $"a second page of one distribution, beside that of \"{before.Id}\": each page is swapped for itself, "
                    + "and visitors see the other one as it was; what is swapped together stands under moreKeys of one site"
            );
        }
    }

    private static IEnumerable<EstateWarning> OfRule(Estate estate, AlarmRule rule, int index)
    {
        var (path, rules) = ($"$.alarms[{index}].{rule.Match.Member}", estate.Alarms);
        var (before, after) = (rules.Take(index).ToList(), rules.Skip(index + 1).ToList());
        if (before.FindIndex(other => other.Covers(rule)) is >= 0 and var first)
        {
            yield return new(path, $"never used: $.alarms[{first}] takes what \"{rule.Match.Text}\" matches");
        }
        else if (rule.Match is AlarmMatch.ByName && after.FindIndex(other => other.Covers(rule)) is >= 0 and var next)
        {
            yield return new(
                path,
                $"\"{rule.Match.Text}\" is an alarm of $.alarms[{index + 1 + next}], too: the first rule decides"
            );
        }

        if (
            rule.Match is AlarmMatch.ByPattern pattern
            && Autoscalers(estate).FirstOrDefault(pattern.Matches) is { } autoscaler
        )
        {
            yield return new(
                path,
                $"\"{pattern.Text}\" matches an autoscaler's own alarms, too ({autoscaler}): they fire when all is well"
            );
        }
    }

    /// <summary>Names as Application Auto Scaling gives them to the alarms of its target tracking.</summary>
    private static IEnumerable<string> Autoscalers(Estate estate) =>
        from resource in estate
            .Services.Select(service => service.ScalableResource)
            .Concat(estate.Services.SelectMany(service => service.Tables).Select(table => $"table/{table}"))
        from level in s_levels
        select $"TargetTracking-{resource}-Alarm{level}-8f2a4c1e-5b7d-4e21-9c3a-6d0b1f2e3a4c";

    private static string WordAt(int at)
    {
        var start = AnyPage.LastIndexOfAny([' ', '\n', '"', '<', '>', '/'], at) + 1;
        var end = AnyPage.IndexOfAny([' ', '\n', '"', '<', '>', '/'], Math.Max(at, start));
        return AnyPage[Math.Min(start, at)..Math.Max(end, at + 1)];
    }
}
