using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static LambdaOps.Cli.Account.AnswerFacts;

namespace LambdaOps.Cli.Account;

/// <summary>Reads an account. A refused call leaves a gap, and the rest is read all the same.</summary>
internal sealed partial class AccountReader(AwsCalls aws, string region)
{
    private const int ServicesAtOnce = 10;
    private readonly Dictionary<ReadCall, Gap> _gaps = [];

    /// <exception cref="UsageException">AWS cannot be reached, or does not know the caller.</exception>
    public async Task<AccountSnapshot> ReadAsync(CancellationToken stop)
    {
        var caller = await OneAsync(ReadCall.GetCallerIdentity, [], stop);
        var tables = (await AllAsync(ReadCall.ListTables, [], stop)).Select(WireForms.Text).ToImmutableArray();
        var groups = (await AllAsync(ReadCall.DescribeTargetGroups, [], stop)).Select(GroupOf).ToImmutableArray();
        var snapshot = new AccountSnapshot(Text(caller?["Account"]), region)
        {
            Tables = tables,
            Services = await ServicesAsync(tables, stop),
            TargetGroups = groups,
            Balancers = await BalancersAsync(groups, stop),
            Scaling = [.. (await ScalableAsync(stop)).Select(ScalingOf)],
            Alarms =
            [
                .. (await AlarmsAsync(ReadCall.MetricAlarms, "MetricAlarm", stop)).Select(AlarmOf),
                .. (await AlarmsAsync(ReadCall.CompositeAlarms, "CompositeAlarm", stop)).Select(AlarmOf),
            ],
            Sites = await SitesAsync(stop),
            MaintenancePages = await MaintenancePagesAsync(stop),
        };
        return snapshot with { Gaps = [.. _gaps.Values] };
    }

    /// <summary>Whether the object is there; null when that cannot be seen.</summary>
    /// <exception cref="UsageException">AWS cannot be reached, or does not know the caller.</exception>
    public async Task<bool?> HasObjectAsync(string bucket, string key, CancellationToken stop)
    {
        try
        {
            await aws.OneAsync(ReadCall.HeadObject, new() { ["Bucket"] = bucket, ["Key"] = key }, stop);
            return true;
        }
        catch (AwsRefusal refused)
        {
            return refused.IsNotFound ? false : null;
        }
    }

    private async Task<ImmutableArray<FoundService>> ServicesAsync(
        ImmutableArray<string> tables,
        CancellationToken stop
    )
    {
        var found = ImmutableArray.CreateBuilder<FoundService>();
        var tasks = new Dictionary<string, TaskFacts>();
        foreach (var cluster in (await AllAsync(ReadCall.ListClusters, [], stop)).Select(WireForms.Text))
        {
            var arns = await AllAsync(ReadCall.ListServices, new() { ["cluster"] = cluster }, stop);
            foreach (var some in arns.Chunk(ServicesAtOnce))
            {
                var input = new JsonObject
                {
                    ["cluster"] = cluster,
                    ["services"] = new JsonArray([.. some.Select(arn => arn.DeepClone())]),
                };
                var services = await AllAsync(ReadCall.DescribeServices, input, stop);
                foreach (var service in services.Where(one => Text(one["status"]) is null or "ACTIVE"))
                {
                    var definition = Text(service["taskDefinition"]) ?? "";
                    if (!tasks.TryGetValue(definition, out var facts))
                    {
                        tasks[definition] = facts = await TaskAsync(definition, tables, stop);
                    }

                    found.Add(
                        new FoundService(
                            LastPart(cluster),
                            Text(service["serviceName"]) ?? "",
                            Number(service["desiredCount"]),
                            [.. Items(service["loadBalancers"]).Select(GroupsOf).OfType<FoundGroups>()],
                            facts.LogGroup,
                            facts.Tables
                        )
                    );
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The second is that of a service whose deployments shift traffic.</summary>
    private static FoundGroups? GroupsOf(JsonNode balancer) =>
        Text(balancer["targetGroupArn"]) is { } arn
            ? new FoundGroups(arn, Text(balancer["advancedConfiguration"]?["alternateTargetGroupArn"]))
            : null;

    private async Task<TaskFacts> TaskAsync(string definition, ImmutableArray<string> tables, CancellationToken stop)
    {
        if (definition.Length == 0)
        {
            return new TaskFacts(null, []);
        }

        var answer = await OneAsync(ReadCall.DescribeTaskDefinition, new() { ["taskDefinition"] = definition }, stop);
        var task = answer?["taskDefinition"];
        var containers = Items(task?["containerDefinitions"]).ToList();
        var values = containers.SelectMany(one => Items(one["environment"])).Select(one => Text(one["value"]) ?? "");
        var role = Text(task?["taskRoleArn"]);
        var policies = role is null ? "" : await PoliciesAsync(LastPart(role), stop);
        var named = TableArn().Matches(policies).Select(match => match.Groups[1].Value).ToList();
        return new TaskFacts(
            containers.Select(one => Text(one["logConfiguration"]?["options"]?["awslogs-group"])).FirstOrDefault(),
            [.. tables.Where(table => values.Contains(table) || named.Exists(one => IsLike(table, one)))]
        );
    }

    private async Task<string> PoliciesAsync(string role, CancellationToken stop)
    {
        var texts = new List<string>();
        var ofRole = new JsonObject { ["RoleName"] = role };
        foreach (var policy in await AllAsync(ReadCall.ListRolePolicies, Copy(ofRole), stop))
        {
            var input = Copy(ofRole);
            input["PolicyName"] = WireForms.Text(policy);
            texts.Add(Text((await OneAsync(ReadCall.GetRolePolicy, input, stop))?["PolicyDocument"]) ?? "");
        }

        foreach (var attached in await AllAsync(ReadCall.ListAttachedRolePolicies, Copy(ofRole), stop))
        {
            var arn = Text(attached["PolicyArn"]) ?? "";
            var policy = await OneAsync(ReadCall.GetPolicy, new() { ["PolicyArn"] = arn }, stop);
            if (Text(policy?["Policy"]?["DefaultVersionId"]) is { } version)
            {
                var input = new JsonObject { ["PolicyArn"] = arn, ["VersionId"] = version };
                var read = await OneAsync(ReadCall.GetPolicyVersion, input, stop);
                texts.Add(Text(read?["PolicyVersion"]?["Document"]) ?? "");
            }
        }

        return Uri.UnescapeDataString(string.Join('\n', texts));
    }

    private async Task<ImmutableArray<FoundBalancer>> BalancersAsync(
        ImmutableArray<FoundTargetGroup> groups,
        CancellationToken stop
    )
    {
        var used = groups.SelectMany(group => group.BalancerArns).ToHashSet();
        var found = ImmutableArray.CreateBuilder<FoundBalancer>();
        foreach (var balancer in await AllAsync(ReadCall.DescribeLoadBalancers, [], stop))
        {
            var arn = Text(balancer["LoadBalancerArn"]) ?? "";
            if (used.Contains(arn))
            {
                found.Add(
                    new FoundBalancer(
                        arn,
                        Text(balancer["DNSName"]) ?? "",
                        Text(balancer["Type"]) ?? "application",
                        await RoutesAsync(arn, stop)
                    )
                );
            }
        }

        return found.ToImmutable();
    }

    private async Task<ImmutableArray<FoundRoute>> RoutesAsync(string balancer, CancellationToken stop)
    {
        var routes = ImmutableArray.CreateBuilder<FoundRoute>();
        foreach (
            var listener in await AllAsync(ReadCall.DescribeListeners, new() { ["LoadBalancerArn"] = balancer }, stop)
        )
        {
            var (scheme, port) = ((Text(listener["Protocol"]) ?? "").ToLowerInvariant(), Number(listener["Port"]));
            var input = new JsonObject { ["ListenerArn"] = Text(listener["ListenerArn"]) };
            routes.AddRange(
                from rule in (await AllAsync(ReadCall.DescribeRules, input, stop)).Prepend(
                    new JsonObject { ["Actions"] = listener["DefaultActions"]?.DeepClone() }
                )
                from target in TargetsOf(rule)
                from host in HostsOf(rule).DefaultIfEmpty()
                select new FoundRoute(target, scheme, port, host)
            );
        }

        return routes.ToImmutable();
    }

    private async Task<ImmutableArray<FoundSite>> SitesAsync(CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<FoundSite>();
        foreach (var distribution in await AllAsync(ReadCall.ListDistributions, [], stop))
        {
            var id = Text(distribution["Id"]) ?? "";
            var read = await OneAsync(ReadCall.GetDistributionConfig, new() { ["Id"] = id }, stop);
            var config = read?["DistributionConfig"] ?? distribution;
            var main = Text(config["DefaultCacheBehavior"]?["TargetOriginId"]);
            var origin = Items(config["Origins"]?["Items"])
                .OrderByDescending(one => Text(one["Id"]) == main)
                .FirstOrDefault(one => BucketHost().IsMatch(Text(one["DomainName"]) ?? ""));
            if (origin is null)
            {
                continue;
            }

            var folder = (Text(origin["OriginPath"]) ?? "").Trim('/');
            found.Add(
                new FoundSite(
                    id,
                    [.. Items(config["Aliases"]?["Items"]).Select(WireForms.Text)],
                    BucketHost().Match(Text(origin["DomainName"])!).Groups[1].Value,
                    folder.Length == 0 ? "" : $"{folder}/",
                    Text(config["DefaultRootObject"]) ?? ""
                )
            );
        }

        return found.ToImmutable();
    }

    private async Task<ImmutableArray<(string Bucket, string Key)>> MaintenancePagesAsync(CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<(string, string)>();
        var buckets = (await AllAsync(ReadCall.ListBuckets, [], stop)).Select(one => Text(one["Name"]) ?? "");
        foreach (var bucket in buckets.Where(name => MaintenanceBucket().IsMatch(name)))
        {
            foreach (var key in s_maintenanceKeys)
            {
                if (await HasObjectAsync(bucket, key, stop) == true)
                {
                    found.Add((bucket, key));
                    break;
                }
            }
        }

        return found.ToImmutable();
    }

    private Task<ImmutableArray<JsonNode>> ScalableAsync(CancellationToken stop) =>
        AllAsync(ReadCall.DescribeScalableTargets, new() { ["ServiceNamespace"] = "ecs" }, stop);

    private Task<ImmutableArray<JsonNode>> AlarmsAsync(ReadCall call, string type, CancellationToken stop) =>
        AllAsync(call, new() { ["AlarmTypes"] = new JsonArray(type) }, stop);

    private async Task<ImmutableArray<JsonNode>> AllAsync(ReadCall call, JsonObject input, CancellationToken stop)
    {
        try
        {
            return await aws.AllAsync(call, input, stop);
        }
        catch (AwsRefusal refused)
        {
            _gaps.TryAdd(call, new Gap(call, refused.Message));
            return [];
        }
    }

    private async Task<JsonObject?> OneAsync(ReadCall call, JsonObject input, CancellationToken stop)
    {
        try
        {
            return await aws.OneAsync(call, input, stop);
        }
        catch (AwsRefusal refused)
        {
            _gaps.TryAdd(call, new Gap(call, refused.Message));
            return null;
        }
    }

    private static JsonObject Copy(JsonObject input) => input.DeepClone().AsObject();

    private sealed record TaskFacts(string? LogGroup, ImmutableArray<string> Tables);

    private static readonly string[] s_maintenanceKeys = ["maintenance.html", "index.html"];

    [GeneratedRegex(":table/([A-Za-z0-9_.*-]+)")]
    private static partial Regex TableArn();

    [GeneratedRegex(@"^([a-z0-9][a-z0-9.-]+)\.s3([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$")]
    private static partial Regex BucketHost();

    [GeneratedRegex("maintenance|emergency|sorry")]
    private static partial Regex MaintenanceBucket();
}
