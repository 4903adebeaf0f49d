using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LambdaOps.Account.Lambda;
using LambdaOps.Account.World.Cdn;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>Whether a drill ended as it was meant to. The first expectation that was missed, or null.</summary>
internal static class Expectations
{
    /// <summary>How long a CDN may need to show the page again after it was restored.</summary>
    private static readonly TimeSpan s_cdn = TimeSpan.FromSeconds(40);

    public static string? Missed(
        DrillScene scene,
        Simulation simulation,
        IReadOnlyList<Incident> all,
        List<Attempt> attempts
    )
    {
        var expect = scene.Expect;
        if (expect.IsAnyEnd)
        {
            return null;
        }

        var first = all.OrderBy(found => found.OpenedAt).ToList();
        if ((first.Find(found => found.Target == scene.Service?.Id) ?? first.FirstOrDefault()) is not { } incident)
        {
            return "no incident was opened";
        }

        return Outcome(expect, all)
            ?? Incidents(expect, all)
            ?? Actions(expect, attempts)
            ?? InTime(expect, incident, attempts)
            ?? Pages(scene, simulation, attempts)
            ?? Levels(expect, incident)
            ?? Count(scene, simulation)
            ?? Deaths(expect, simulation)
            ?? LostTicks(expect, simulation)
            ?? LooksAgain(expect, simulation)
            ?? OwnAlarms(expect, simulation)
            ?? (
                expect.Record is { } text
                && !all.SelectMany(found => found.Lines).Any(line => line.Text.Contains(text, StringComparison.Ordinal))
                    ? $"the record does not say '{text}'"
                    : null
            );
    }

    private static string? OwnAlarms(DrillExpectation expect, Simulation simulation)
    {
        var fired = simulation
            .Stack.Alarms.Where(alarm => simulation.AlarmsOnItself.Contains(alarm.Name))
            .Select(alarm => alarm.LogicalId)
            .ToList();
        return expect.OwnAlarms.FirstOrDefault(alarm => !fired.Contains(alarm)) is { } silent
            ? $"{silent} has not notified on-call, only [{string.Join(", ", fired)}]"
            : null;
    }

    private static string? Outcome(DrillExpectation expect, IReadOnlyList<Incident> all) =>
        all.FirstOrDefault(incident => incident.Status != expect.Outcome) is { } other
            ? $"the incident {other.Id} is {other.Status}, expected {expect.Outcome}"
            : null;

    private static string? Incidents(DrillExpectation expect, IReadOnlyList<Incident> all) =>
        expect.Incidents is { } wanted && all.Count != wanted
            ? $"{all.Count} incidents ({string.Join(", ", all.Select(one => one.Id))}), expected {wanted}"
        : all.Max(one => one.Returns.Count) is var returns && returns < expect.Returns
            ? $"the incident came back {returns} times, expected at least {expect.Returns}"
        : null;

    private static string? Actions(DrillExpectation expect, List<Attempt> attempts)
    {
        var made = attempts.Select(attempt => attempt.Change.GetType().Name).ToList();
        var at = 0;
        foreach (var wanted in expect.Actions)
        {
            var (name, repeats) = (wanted.TrimEnd('+', '?'), wanted.Contains('+', StringComparison.Ordinal));
            if (at >= made.Count || made[at] != name)
            {
                if (wanted.EndsWith('?'))
                {
                    continue;
                }

                return Show();
            }

            do
            {
                at++;
            } while (repeats && at < made.Count && made[at] == name);
        }

        return at == made.Count ? null : Show();
        string Show() => $"actions made: [{string.Join(", ", made)}], expected [{string.Join(", ", expect.Actions)}]";
    }

    private static string? InTime(DrillExpectation expect, Incident incident, List<Attempt> attempts) =>
        expect.FirstActionWithinSeconds is { } within && (attempts[0].At - incident.SignalledAt).TotalSeconds > within
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the first action came {(attempts[0].At - incident.SignalledAt).TotalSeconds:0} s after the signal, "
                    + $"expected {within} s"
            )
            : null;

    /// <summary>No other state, in that order, and the page itself back in time; other sites keep their page.</summary>
    private static string? Pages(DrillScene scene, Simulation simulation, List<Attempt> attempts)
    {
        var restored = attempts.LastOrDefault(attempt => attempt.Change is Change.RestorePage);
        foreach (var site in simulation.World.Cdn.Distributions)
        {
            var isMeant = site.Id == scene.Site?.DistributionId;
            foreach (var (key, page) in site.Plan.Pages)
            {
                var path = key == site.Plan.Key ? "/" : $"/{key}";
                var expected =
                    !isMeant ? ImmutableArray.Create("page")
                    : path == "/" ? scene.Expect.Pages
                    : scene.Expect.MorePages.GetValueOrDefault(key, scene.Expect.Pages);
                var (seen, last) = (
                    site.SeenAt(path).Select(one => NameOf(one, page, site)).ToList(),
                    site.SeenAt(path)[^1].At
                );
                if (!seen.SequenceEqual(expected))
                {
                    return $"visitors of {site.Plan.Id} saw [{string.Join(", ", seen)}] at {path}, "
                        + $"expected [{string.Join(", ", expected)}]";
                }

                if (isMeant && restored is not null && last - restored.At > s_cdn && scene.Expect.Deaths == 0)
                {
                    return $"{path} was restored at {restored.At:HH:mm:ss} and seen only at {last:HH:mm:ss}";
                }
            }
        }

        return null;
    }

    private static string NameOf(PageSeen seen, PagePlan page, Distribution site) =>
        seen.Is(page.Body) && seen.ContentType == page.ContentType ? "page"
        : seen.Is(site.Plan.Maintenance.Body) ? "maintenance"
        : "other";

    private static string? Levels(DrillExpectation expect, Incident incident)
    {
        var paged = (incident.Escalation?.Paged ?? []).Select(one => one.Level).ToList();
        return expect.Levels.IsDefault || paged.SequenceEqual(expect.Levels)
            ? null
            : $"paged: [{string.Join(", ", paged)}], expected [{string.Join(", ", expect.Levels)}]";
    }

    private static string? Count(DrillScene scene, Simulation simulation) =>
        scene is { Expect.DesiredAtEnd: { } wanted, Service: { } service }
        && simulation.World.Fleet.Find(service.Cluster, service.Service)!.Desired is var desired
        && desired != wanted
            ? $"{desired} tasks of {scene.Id} are desired at the end, expected {wanted}"
            : null;

    private static string? Deaths(DrillExpectation expect, Simulation simulation) =>
        simulation.Lambda.Deaths < expect.Deaths
            ? $"functions died {simulation.Lambda.Deaths} times, expected at least {expect.Deaths}"
            : null;

    private static string? LostTicks(DrillExpectation expect, Simulation simulation) =>
        simulation.Sqs.Lost is var lost && lost < expect.LostTicks
            ? $"{lost} ticks were lost, expected at least {expect.LostTicks}"
            : null;

    /// <summary>After each batch of which a message failed.</summary>
    private static string? LooksAgain(DrillExpectation expect, Simulation simulation)
    {
        if (expect.LooksAgainWithinSeconds is not { } within)
        {
            return null;
        }

        var invocations = simulation.Lambda.Invocations;
        var failed = invocations.Where(HasFailedMessage).ToList();
        var late = failed.FirstOrDefault(one =>
            !invocations.Any(next =>
                next.Function == one.Function
                && next.StartedAt > one.StartedAt
                && (next.StartedAt - one.EndedAt).TotalSeconds <= within
            )
        );
        return failed.Count == 0 ? "no tick failed"
            : late is not null
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"a tick failed at {late.StartedAt:HH:mm:ss}, and nobody looked again within {within} s"
                )
            : null;
    }

    private static bool HasFailedMessage(InvocationRecord one) =>
        one.Outcome is InvocationOutcome.Succeeded done
        && Encoding.UTF8.GetString(done.Payload).Contains("itemIdentifier", StringComparison.Ordinal);
}
