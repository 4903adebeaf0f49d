using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LambdaOps.Cli.Account;

/// <summary>A service of the proposal.</summary>
internal sealed record ServiceDraft(string Id, FoundService Found, string TargetGroupArn)
{
    /// <summary>
    /// The estate needs one, and an account that is only read does not say: to be replaced (see the questions).
    /// </summary>
    private const string Contains = "ok";

    public required Uri Health { get; init; }

    public required FoundScaling? Scaling { get; init; }

    /// <summary>The load balancer's name in metrics; null where there is none, or another kind.</summary>
    public string? Balancer { get; init; }

    /// <summary>The other group, where deployments shift traffic between two.</summary>
    public string? AlternateTargetGroupArn { get; init; }

    public ImmutableArray<string> Tables { get; init; } = [];

    public MetricOwner Owner =>
        new(
            Id,
            Found.Cluster,
            Found.Name,
            AlternateTargetGroupArn is { } other ? [TargetGroupArn, other] : [TargetGroupArn],
            Balancer,
            Tables
        );

    public static ImmutableArray<ServiceDraft> AllOf(AccountSnapshot account, IdMaker ids, ProposalNotes notes)
    {
        var drafts = ImmutableArray.CreateBuilder<ServiceDraft>();
        foreach (var service in account.Services)
        {
            if (service.TargetGroups is not [var groups, .. var more])
            {
                notes.Ask(
                    $"how is the health of {service.Cluster}/{service.Name} seen? It has no target group, and is left out"
                );
                continue;
            }

            var draft = Of(account, service, ids.Make(service.Name, service.Cluster), groups, notes);
            drafts.Add(draft);
            notes.Say(
                $"{draft.Id}: {service.Cluster}/{service.Name}, {draft.Balancer ?? "no application load balancer"}, "
                    + (draft.Tables.IsEmpty ? "no table" : $"tables {string.Join(", ", draft.Tables)}")
            );
            if (!more.IsEmpty)
            {
                notes.Ask(
                    $"{draft.Id}: which of its {more.Length + 1} target groups counts? The file has {groups.Arn}"
                );
            }
        }

        return WithAlarmedTables(account, drafts.ToImmutable(), notes);
    }

    public void AskCapacity(ProposalNotes notes)
    {
        var (floor, normal, ceiling) = Capacity;
        notes.Ask(
            Scaling is null
                ? $"{Id}: how many tasks at least, normally and at most? Nothing scales it: the file says {normal}, "
                    + $"the {Found.Desired} that it is set to now"
                : $"{Id}: how many tasks are normal? The file says {normal}, as it is set to {Found.Desired} now, and "
                    + $"its autoscaler's limits, {floor} to {ceiling}"
        );
    }

    public JsonObject Write(JsonObject remedies, SiteDraft? site)
    {
        var (floor, normal, ceiling) = Capacity;
        var service = new JsonObject
        {
            ["id"] = Id,
            ["cluster"] = Found.Cluster,
            ["service"] = Found.Name,
            ["capacity"] = new JsonObject
            {
                ["floor"] = floor,
                ["normal"] = normal,
                ["ceiling"] = ceiling,
            },
            ["health"] = new JsonObject { ["url"] = Health.ToString(), ["contains"] = Contains },
            ["targetGroupArn"] = TargetGroupArn,
        };
        Add(service, "alternateTargetGroupArn", AlternateTargetGroupArn);
        Add(service, "loadBalancer", Balancer);
        Add(service, "logGroup", Found.LogGroup);
        if (!Tables.IsEmpty)
        {
            service["tables"] = new JsonArray([.. Tables.Select(table => JsonValue.Create(table))]);
        }

        Add(service, "site", site?.Id);
        if (remedies.Count > 0)
        {
            service["remedies"] = remedies;
        }

        return service;
    }

    private (int Floor, int Normal, int Ceiling) Capacity
    {
        get
        {
            var floor = Math.Max(1, Scaling?.Minimum ?? Found.Desired);
            var ceiling = Math.Max(floor, Scaling?.Maximum ?? Found.Desired);
            return (floor, Math.Clamp(Found.Desired, floor, ceiling), ceiling);
        }
    }

    private static ServiceDraft Of(
        AccountSnapshot account,
        FoundService service,
        string id,
        FoundGroups groups,
        ProposalNotes notes
    )
    {
        var arn = groups.Arn;
        var group = account.TargetGroup(arn);
        var balancers = group is null ? [] : account.BalancersOf(group).ToImmutableArray();
        var (health, because) = HealthOf(id, arn, group, balancers);
        notes.Ask(
            $"{id}: which URL tells that it serves, and what does only a healthy answer contain? The file says {health} "
                + $"({because}) and \"{Contains}\""
        );
        return new ServiceDraft(id, service, arn)
        {
            Health = health,
            AlternateTargetGroupArn = groups.Alternate,
            Scaling = account.ScalingOf(service.Cluster, service.Name),
            Balancer = balancers.FirstOrDefault(one => one.Type == "application")?.Dimension,
            Tables = service.Tables,
        };
    }

    private static (Uri Url, string Because) HealthOf(
        string id,
        string arn,
        FoundTargetGroup? group,
        ImmutableArray<FoundBalancer> balancers
    )
    {
        var path = group?.HealthPath ?? "/health";
        var routes =
            from balancer in balancers
            from route in balancer.Routes
            where route.TargetGroupArn == arn && route.Scheme is "http" or "https"
            // A certificate is for the host's name, never for the load balancer's own.
            orderby route.Host is null, (route.Host is null) == (route.Scheme == "https")
            select (Url: UrlOf(route, balancer, path), route.Host);
        return routes.ToList() switch
        {
            [(var url, { } host), ..] => (url, $"host {host} of a listener's rule, its target group's health path"),
            [var (url, _), ..] => (url, "its load balancer's own name, its target group's health path"),
            [] => (new Uri($"https://{id}.invalid{path}"), "no listener leads to it: this name does not exist"),
        };
    }

    private static Uri UrlOf(FoundRoute route, FoundBalancer balancer, string path)
    {
        var isStandard = (route.Scheme, route.Port) is ("http", 80) or ("https", 443);
        return new Uri($"{route.Scheme}://{route.Host ?? balancer.Dns}{(isStandard ? "" : $":{route.Port}")}{path}");
    }

    /// <summary>Alarms on tables show which tables matter, and where there is one service, whose they are.</summary>
    private static ImmutableArray<ServiceDraft> WithAlarmedTables(
        AccountSnapshot account,
        ImmutableArray<ServiceDraft> drafts,
        ProposalNotes notes
    )
    {
        var known = drafts.SelectMany(draft => draft.Tables).ToHashSet();
        var alarmed = account
            .Alarms.SelectMany(alarm => alarm.Metrics)
            .Where(metric => metric.Namespace == "AWS/DynamoDB")
            .Select(metric => metric["TableName"])
            .OfType<string>()
            .Distinct()
            .Where(table => !known.Contains(table))
            .ToImmutableArray();
        if (alarmed.IsEmpty || drafts is not [var only])
        {
            if (!alarmed.IsEmpty)
            {
                notes.Ask(
                    $"which service needs {string.Join(", ", alarmed)}? Alarms watch them; no service names them"
                );
            }

            return drafts;
        }

        notes.Say($"{only.Id}: tables {string.Join(", ", alarmed)}, as alarms watch them");
        return [only with { Tables = [.. only.Tables, .. alarmed] }];
    }

    private static void Add(JsonObject service, string member, string? value)
    {
        if (value is not null)
        {
            service[member] = value;
        }
    }
}
