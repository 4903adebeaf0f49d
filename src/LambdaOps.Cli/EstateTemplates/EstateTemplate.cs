using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;
using static LambdaOps.Cli.EstateTemplates.TemplateParts;

namespace LambdaOps.Cli.EstateTemplates;

/// <summary>
/// Writes into the template what follows from the procedures and the estate: each function with its resources, what its
/// role may touch, the EventBridge rules of its alarms, the alarms that the stack can make, and where it may be deployed.
/// Everything else stays byte for byte.
/// </summary>
public sealed class EstateTemplate
{
    private const string RuleEvent = "AlarmsByEventBridge";

    private const string ServiceEvent = "DeploymentsByEventBridge";

    private const string DeadLetters = "DeadLetters";

    private const string Key = "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+";

    private const string LimitName = "IAM takes 10,240 characters of inline policies a role";

    private readonly TemplateText _template;
    private readonly Estate _estate;
    private readonly TextChanges _changes;
    private readonly ImmutableArray<string>.Builder _notes = ImmutableArray.CreateBuilder<string>();

    private readonly ImmutableArray<FunctionResources> _functions;

    /// <summary>The region, beside the estate's own, that the template is deployed in; null where there is none.</summary>
    private readonly string? _standby;

    private EstateTemplate(string template, Estate estate, ImmutableArray<Procedure> procedures)
    {
        (_template, _estate) = (new TemplateText(template), estate);
        _changes = new TextChanges(_template);
        _standby = estate.StandbyRegion;
        _functions =
        [
            .. procedures
                .GroupBy(one => one.Function)
                .Select(group => new FunctionResources(group.Key, [.. group], estate.TimeZone, _standby is not null)),
        ];
    }

    /// <exception cref="StackError">
    /// The template lacks what LambdaOps' own has, or the estate is too large for one stack.
    /// </exception>
    public static SyncedText Write(string template, Estate estate) => Write(template, estate, AllProcedures.All);

    /// <inheritdoc cref="Write(string, Estate)"/>
    public static SyncedText Write(string template, Estate estate, ImmutableArray<Procedure> procedures)
    {
        try
        {
            var writer = new EstateTemplate(template, estate, procedures);
            new FunctionWriter(writer._template, writer._changes).Write(writer._functions);
            foreach (var function in writer._functions)
            {
                writer.WriteRole(function);
                if (function.RunsIncidents)
                {
                    writer.WriteRules(function.Name, function.Remedies);
                }
            }

            writer.WriteQueuePolicy();
            writer.WriteTicks();
            writer.WriteKeys();
            writer.WriteAlarms();
            writer.WriteRegion();
            writer.WriteOutputs();
            return new SyncedText(writer._template.ToString(), writer._changes.Changed, writer._notes.ToImmutable());
        }
        catch (JsonException wrong)
        {
            throw new StackError("template", $"it is no JSON: {wrong.Message}");
        }
    }

    private void WriteRole(FunctionResources function)
    {
        var role = $"Resources/{function.Name}Role/Properties/Policies";
        var others = ((JsonArray)_template.At(role)!).Where(policy =>
            TextChanges.NameOf(policy) is not ("Look" or "Change")
        );
        var rest = RoleSize.Of(new JsonArray([.. others.Select(policy => policy?.DeepClone())]));
        var size = 0;
        foreach (var detail in Enum.GetValues<GrantDetail>())
        {
            var grants = EstateGrants.Of(function.Procedures, _estate, detail);
            var look = PolicyOf("Look", grants.Look, touchesPages: false);
            var change = PolicyOf("Change", grants.Change, grants.TouchesPages);
            size = rest + RoleSize.Of(new JsonArray(look?.DeepClone(), change?.DeepClone()));
            if (size <= RoleSize.Limit)
            {
                _changes.SetPolicy(role, "Look", 0, look);
                _changes.SetPolicy(
                    role,
                    "Change",
                    look is null ? 0 : 1,
                    change is null ? null : If("GrantsWrites", change)
                );
                Note(role, detail);
                return;
            }
        }

        throw new StackError(
            role,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the estate asks for {size} characters and {LimitName}: split the estate into two stacks."
            )
        );
    }

    private void Note(string role, GrantDetail detail)
    {
        if (detail != GrantDetail.Exact)
        {
            var sums = detail == GrantDetail.Summed ? ", tables and log groups by what their names begin with" : "";
            _notes.Add($"{role.Split('/')[1]} names services by their clusters{sums}: {LimitName}.");
        }
    }

    private static JsonObject? PolicyOf(string name, ImmutableArray<Grant> grants, bool touchesPages)
    {
        var statements = new JsonArray([.. grants.Select(grant => grant.ToStatement())]);
        if (touchesPages)
        {
            statements.Add(If("PagesHaveKeys", PageKeys()));
        }

        return statements.Count == 0
            ? null
            : new JsonObject
            {
                ["PolicyName"] = name,
                ["PolicyDocument"] = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = statements },
            };
    }

    /// <summary>To copy a page out of a bucket that is encrypted with a key of its own, and into one.</summary>
    private static JsonObject PageKeys() =>
        new()
        {
            ["Sid"] = "UsePageKeys",
            ["Effect"] = "Allow",
            ["Action"] = new JsonArray("kms:Decrypt", "kms:GenerateDataKey"),
            ["Resource"] = new JsonObject
            {
                ["Fn::Split"] = new JsonArray(",", new JsonObject { ["Ref"] = "PageKeyArns" }),
            },
            ["Condition"] = new JsonObject
            {
                ["StringLike"] = new JsonObject
                {
                    ["kms:ViaService"] = new JsonObject { ["Fn::Sub"] = "s3.*.${AWS::URLSuffix}" },
                },
            },
        };

    /// <summary>SAM makes a rule of each; what it cannot deliver is kept in the dead-letter queue.</summary>
    private void WriteRules(FunctionName function, ImmutableArray<Remedy> remedies)
    {
        var events = $"Resources/{function}Function/Properties/Events";
        List<(string Name, JsonObject Pattern)> rules =
        [
            // Those of alarms come and go with the estate, and stand last when they come back.
            .. Numbered(ServiceEvent, remedies.SelectMany(remedy => ServiceEventPatterns.Of(remedy, _estate))),
            .. Numbered(RuleEvent, remedies.SelectMany(remedy => AlarmPatterns.Of(remedy.Name, _estate))),
        ];
        foreach (var (name, pattern) in rules)
        {
            _changes.Set(
                $"{events}/{name}",
                new JsonObject
                {
                    ["Type"] = "EventBridgeRule",
                    ["Properties"] = new JsonObject
                    {
                        ["Pattern"] = pattern,
                        ["RetryPolicy"] = new JsonObject
                        {
                            ["MaximumEventAgeInSeconds"] = 3600,
                            ["MaximumRetryAttempts"] = 185,
                        },
                        ["DeadLetterConfig"] = new JsonObject { ["Arn"] = ArnOf(DeadLetters) },
                    },
                }
            );
        }

        foreach (var (name, _) in (JsonObject)_template.At(events)!)
        {
            if (IsRule(name) && !rules.Exists(rule => rule.Name == name))
            {
                _changes.Change($"{events}/{name}", () => _template.Remove($"{events}/{name}"));
            }
        }
    }

    private static IEnumerable<(string Name, JsonObject Pattern)> Numbered(
        string name,
        IEnumerable<JsonObject> patterns
    ) =>
        patterns.Select(
            (pattern, index) => (index == 0 ? name : FormattableString.Invariant($"{name}{index + 1}"), pattern)
        );

    private static bool IsRule(string name) =>
        name.StartsWith(RuleEvent, StringComparison.Ordinal) || name.StartsWith(ServiceEvent, StringComparison.Ordinal);

    /// <summary>EventBridge may keep in the dead-letter queue what these rules could not deliver, and no others.</summary>
    private void WriteQueuePolicy()
    {
        List<JsonNode> rules =
        [
            .. from one in _functions.Where(one => one.RunsIncidents)
            let function = $"{one.Name}Function"
            from happening in (JsonObject)_template.At($"Resources/{function}/Properties/Events")!
            where IsRule(happening.Key)
            select ArnOf($"{function}{happening.Key}"),
        ];
        // Events are about what the estate has in its own region.
        _changes.SetIf(
            rules.Count > 0,
            "Resources/EventBridgeMayKeepWhatFailed",
            Only(_standby is null ? null : FunctionResources.Leads, QueuePolicy(rules)),
            after: "DeadLettersAlarm"
        );
    }

    private static JsonObject QueuePolicy(List<JsonNode> rules) =>
        new()
        {
            ["Type"] = "AWS::SQS::QueuePolicy",
            ["Properties"] = new JsonObject
            {
                ["Queues"] = new JsonArray(new JsonObject { ["Ref"] = DeadLetters }),
                ["PolicyDocument"] = new JsonObject
                {
                    ["Version"] = "2012-10-17",
                    ["Statement"] = new JsonArray(
                        new JsonObject
                        {
                            ["Effect"] = "Allow",
                            ["Principal"] = new JsonObject { ["Service"] = "events.amazonaws.com" },
                            ["Action"] = "sqs:SendMessage",
                            ["Resource"] = ArnOf(DeadLetters),
                            ["Condition"] = new JsonObject
                            {
                                ["ArnEquals"] = new JsonObject { ["aws:SourceArn"] = new JsonArray([.. rules]) },
                            },
                        }
                    ),
                },
            },
        };

    /// <summary>Each function may send to every function's queue: signals are forwarded to where their incident is.</summary>
    private void WriteTicks()
    {
        const string Statements = "Resources/LoopPolicy/Properties/PolicyDocument/Statement";
        var statements = (_template.At(Statements) as JsonArray)?.ToList() ?? [];
        var index = statements.FindIndex(statement => (string?)statement?["Sid"] == "Tick");
        if (index < 0)
        {
            throw new StackError(Statements, "found no statement Tick, expected what the template of LambdaOps has.");
        }

        _changes.Set(
            FormattableString.Invariant($"{Statements}/{index}/Resource"),
            new JsonArray([
                .. _functions
                    .Where(one => one.RunsIncidents)
                    .Select(function => IfAny(function.Condition, ArnOf($"{function.Name}Ticks"))),
            ])
        );
    }

    private FunctionName FunctionOf(ProcedureName name) =>
        _functions.Single(function => function.Remedies.Any(remedy => remedy.Name == name)).Name;

    /// <summary>They are the last resources, and the parameter is there only where it has an effect.</summary>
    private void WriteAlarms()
    {
        var alarms = StandardAlarms.Of(_estate, FunctionOf);
        var before = ((JsonObject)_template.At("Resources")!)
            .Where(one => (string?)one.Value!["Condition"] == StandardAlarms.Condition)
            .Select(one => one.Key)
            .ToList();
        var isOrdered = before.SequenceEqual(alarms.Select(one => one.LogicalId));
        foreach (var name in isOrdered ? [] : before)
        {
            _changes.Change($"Resources/{name}", () => _template.Remove($"Resources/{name}"));
        }

        foreach (var (logicalId, resource) in alarms)
        {
            _changes.Set($"Resources/{logicalId}", resource);
        }

        _changes.SetIf(alarms.Count > 0, "Parameters/CreateAlarms", CreateAlarms());
        _changes.SetIf(
            alarms.Count > 0,
            $"Conditions/{StandardAlarms.Condition}",
            _standby is null
                ? Wanted()
                : new JsonObject
                {
                    ["Fn::And"] = new JsonArray(new JsonObject { ["Condition"] = FunctionResources.Leads }, Wanted()),
                }
        );
    }

    private static JsonObject Wanted() => new() { ["Fn::Equals"] = new JsonArray(Ref("CreateAlarms"), "true") };

    private static JsonObject CreateAlarms() =>
        new()
        {
            ["Type"] = "String",
            ["Default"] = "false",
            ["AllowedValues"] = new JsonArray("false", "true"),
            ["Description"] =
                "Whether to create those alarms of the estate whose names say what they watch "
                + "(-5xx, -p95, -cpu, -all-down, -unhealthy-).",
        };

    /// <summary>Where no role touches a page, a key would open nothing.</summary>
    private void WriteKeys()
    {
        var touchesPages = _functions.Any(function => EstateGrants.Of(function.Procedures, _estate).TouchesPages);
        _changes.SetIf(
            touchesPages,
            "Parameters/PageKeyArns",
            new JsonObject
            {
                ["Type"] = "String",
                ["Default"] = "",
                ["AllowedPattern"] = $"^$|^{Key}(,{Key})*$",
                ["ConstraintDescription"] = "expected ARNs of KMS keys (not of aliases), comma-separated",
                ["Description"] =
                    "ARNs of the KMS keys of the site, maintenance and backup buckets, where these have keys of their own.",
            },
            after: "EstateKeyArn"
        );
        _changes.SetIf(
            touchesPages,
            "Conditions/PagesHaveKeys",
            new JsonObject
            {
                ["Fn::Not"] = new JsonArray(
                    new JsonObject { ["Fn::Equals"] = new JsonArray(new JsonObject { ["Ref"] = "PageKeyArns" }, "") }
                ),
            },
            after: "EstateInS3"
        );
    }

    /// <summary>In a region that the estate does not name, roles, rules and alarms would be about nothing.</summary>
    private void WriteRegion()
    {
        JsonNode here = Ref("AWS::Region");
        _changes.SetIf(
            _standby is not null,
            $"Conditions/{FunctionResources.Leads}",
            new JsonObject { ["Fn::Equals"] = new JsonArray(Ref("AWS::Region"), _estate.Region) },
            after: "GrantsWrites"
        );
        _changes.Set(
            "Rules/RegionIsTheEstates",
            new JsonObject
            {
                ["Assertions"] = new JsonArray(
                    new JsonObject
                    {
                        ["Assert"] = _standby is null
                            ? new JsonObject { ["Fn::Equals"] = new JsonArray(here, _estate.Region) }
                            : new JsonObject
                            {
                                ["Fn::Contains"] = new JsonArray(new JsonArray(_estate.Region, _standby), here),
                            },
                        ["AssertDescription"] =
                            $"The estate {_estate.Name} is in {_estate.Region}"
                            + (
                                _standby is null
                                    ? ": deploy it there."
                                    : $", and stands by in {_standby}: deploy it there."
                            ),
                    }
                ),
            }
        );
    }

    /// <summary>A topic that is not there has no ARN to say.</summary>
    private void WriteOutputs()
    {
        foreach (var function in _functions.Where(one => one.AnswersAlarms))
        {
            var output = $"Outputs/{function.Name}AlarmTopicArn";
            if (_template.At(output) is not null)
            {
                _changes.SetIf(function.Condition is not null, $"{output}/Condition", function.Condition ?? "");
            }
        }
    }
}
