using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;
using LambdaOps.Account.Wire.Protocols;
using LambdaOps.Drills;

namespace LambdaOps.Account.Tests.Services;

/// <summary>
/// No input that the wire lets through breaks a face: each member of each operation in turn takes every extreme of its
/// kind, beside members that are good; the answer is one that the model has, or an error of AWS.
/// </summary>
public sealed class AnyInputTests
{
    private const int Deepest = 3;
    private const int MostInputs = 1500;

    public static TheoryData<string> Services => [.. ServiceModels.Embedded.All.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Member_OfAnyExtremeIsAnsweredOrRefused(string service)
    {
        await using var account = await DrillAccount.StartAsync();
        var model = ServiceModels.Embedded.Named(service)!;
        var good = Good(account);
        var broken = new List<string>();
        foreach (var operation in model.Operations)
        {
            foreach (
                var input in operation.Input is { } shape
                    ? Inputs(shape, good).Take(MostInputs)
                    :
                    [
                        [],
                    ]
            )
            {
                if (Try(account, operation, input) is { } why)
                {
                    broken.Add($"{operation.Name} {Short(input.ToJsonString())}: {why}");
                    break;
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    private static string? Try(Simulation account, OperationModel operation, JsonObject input)
    {
        try
        {
            InputCheck.Check(operation, input);
            DocumentedRules.Check(operation, input);
            lock (account.World.Gate)
            {
                var now = account.World.Clock.Now;
                var call = new ServiceCall(operation.Service.Name, operation.Name, input, now, "tester");
                _ = account.World.Services.Pending(call);
                Write(operation, account.World.Services.Dispatch(call));
                for (var at = 0; at < 3; at++)
                {
                    account.World.Clock.Step(now + TimeSpan.FromSeconds(1));
                }
            }

            return null;
        }
        catch (ServiceFault)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever else is thrown is what the test is for.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return $"{bug.GetType().Name}: {Short(bug.Message)} {bug.StackTrace?.Split('\n')[0].Trim()}";
        }
    }

    private static void Write(OperationModel operation, JsonObject output)
    {
        foreach (var protocol in operation.Service.Protocols)
        {
            IProtocol written = protocol switch
            {
                "json" => new JsonProtocol(),
                "query" => new QueryProtocol(),
                "rest-xml" => new RestProtocol(isXml: true),
                "rest-json" => new RestProtocol(isXml: false),
                _ => new CborProtocol(),
            };
            written.WriteOutput(operation, output, "request");
        }
    }

    /// <summary>Names of what the account has, by the members that ask for them.</summary>
    private static Dictionary<string, string> Good(Simulation account)
    {
        account.Sqs.CreateQueue("hand");
        var service = account.World.Fleet.Services[0];
        var table = account.Stack.Tables[0].Name;
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["TableName"] = table,
            ["QueueUrl"] = "hand",
            ["QueueName"] = "hand",
            ["Bucket"] = account.S3.Buckets.First().Name,
            ["Key"] = "index.html",
            ["cluster"] = service.Plan.Cluster,
            ["service"] = service.Plan.Name,
            ["serviceName"] = service.Plan.Name,
            ["TargetGroupArn"] = service.Plan.TargetGroupArn,
            ["LoadBalancerArn"] = service.Plan.LoadBalancerArn,
            ["TopicArn"] = account.Stack.Topics[0].Arn,
            ["FunctionName"] = account.Stack.Functions[0].Name,
            ["AlarmName"] = account.World.Alarms.All[0].Name,
            ["Id"] = "m1",
            ["AttributeName"] = "pk",
            ["Namespace"] = "AWS/ECS",
            ["MetricName"] = "CPUUtilization",
            ["Stat"] = "Average",
            ["ServiceNamespace"] = "ecs",
            ["DistributionId"] = account.World.Cdn.Distributions[0].Id,
        };
    }

    /// <summary>The good input, and for each member the good one with each extreme of it, with and without the rest.</summary>
    private static IEnumerable<JsonObject> Inputs(Shape shape, Dictionary<string, string> good)
    {
        yield return Structure(shape, good, onlyRequired: true, 0);
        yield return Structure(shape, good, onlyRequired: false, 0);
        foreach (var member in shape.Members)
        {
            foreach (var extreme in Extremes(member, good, 1))
            {
                foreach (var onlyRequired in (bool[])[true, false])
                {
                    var input = Structure(shape, good, onlyRequired, 0);
                    input[member.Name] = extreme.DeepClone();
                    yield return input;
                }
            }
        }
    }

    private static JsonObject Structure(Shape shape, Dictionary<string, string> good, bool onlyRequired, int depth)
    {
        var made = new JsonObject();
        foreach (var member in shape.Members)
        {
            if (shape.Required.Contains(member.Name) || (!onlyRequired && depth < Deepest))
            {
                made[member.Name] = Usual(member.Name, member.Shape, good, onlyRequired, depth + 1);
            }
        }

        return made;
    }

    private static JsonNode Usual(
        string name,
        Shape shape,
        Dictionary<string, string> good,
        bool onlyRequired = true,
        int depth = 1
    ) =>
        shape.Kind switch
        {
            _ when shape.IsDocument => new JsonObject(),
            ShapeKind.Structure => Structure(shape, good, onlyRequired, depth),
            ShapeKind.List => new JsonArray(
                Usual(name.TrimEnd('s'), shape.Element!.Shape, good, onlyRequired, depth + 1)
            ),
            ShapeKind.Map when depth >= Deepest => new JsonObject(),
            ShapeKind.Map => new JsonObject
            {
                [shape.Key!.Shape.Enum is [var first, ..] ? first : "pk"] = Usual(
                    name,
                    shape.Value!.Shape,
                    good,
                    onlyRequired,
                    depth + 1
                ),
            },
            ShapeKind.String => shape.Enum is [var one, ..] ? one : good.GetValueOrDefault(name, "abc"),
            ShapeKind.Boolean => true,
            ShapeKind.Blob => Nodes.Bytes([1, 2, 3]),
            ShapeKind.Timestamp => Nodes.Moment(new DateTimeOffset(2026, 1, 15, 3, 0, 0, TimeSpan.Zero)),
            _ => Nodes.Number(Math.Max(1, shape.Min ?? 1) is 1 ? "1" : $"{shape.Min}"),
        };

    private static IEnumerable<JsonNode> Extremes(Member member, Dictionary<string, string> good, int depth)
    {
        var (name, shape) = (member.Name, member.Shape);
        return shape.Kind switch
        {
            _ when shape.IsDocument => [new JsonObject()],
            ShapeKind.Boolean => [JsonValue.Create(false)],
            ShapeKind.Blob => [Nodes.Bytes([]), Nodes.Bytes([0xff, 0xfe])],
            ShapeKind.Timestamp =>
            [
                Nodes.Moment(DateTimeOffset.MinValue),
                Nodes.Moment(DateTimeOffset.MaxValue),
                Nodes.Moment(DateTimeOffset.UnixEpoch),
            ],
            ShapeKind.Integer => [.. Numbers("-2147483648", "-1", "0", "7", "2147483647")],
            ShapeKind.Long => [.. Numbers("-9223372036854775808", "-1", "0", "7", "9223372036854775807")],
            ShapeKind.Double => [.. Numbers("-1.7976931348623157E+308", "-1", "0", "0.5", "1.7976931348623157E+308")],
            ShapeKind.String =>
            [
                .. (string[])
                    [
                        .. shape.Enum,
                        "",
                        "\0",
                        ":",
                        "/",
                        "//",
                        "::::::",
                        "#",
                        "%",
                        "-1",
                        "{",
                        "{}",
                        "[]",
                        "\U0001F525",
                        "arn:aws:x",
                    ],
                new string('a', 3000),
            ],
            ShapeKind.List => Lists(name, shape, good, depth),
            ShapeKind.Map => Maps(name, shape, good, depth),
            _ => depth < Deepest ? Structures(shape, good, depth) : [new JsonObject()],
        };
    }

    private static IEnumerable<JsonNode> Numbers(params string[] texts) => texts.Select(Nodes.Number);

    private static IEnumerable<JsonNode> Lists(string name, Shape shape, Dictionary<string, string> good, int depth)
    {
        var usual = Usual(name.TrimEnd('s'), shape.Element!.Shape, good);
        yield return new JsonArray();
        yield return new JsonArray([usual.DeepClone(), usual.DeepClone()]);
        yield return new JsonArray([.. Enumerable.Range(0, 200).Select(_ => usual.DeepClone())]);
        foreach (var extreme in depth < Deepest ? Extremes(shape.Element, good, depth + 1) : [])
        {
            yield return new JsonArray(extreme.DeepClone());
        }
    }

    private static IEnumerable<JsonNode> Maps(string name, Shape shape, Dictionary<string, string> good, int depth)
    {
        yield return new JsonObject();
        yield return new JsonObject { [""] = Usual(name, shape.Value!.Shape, good) };
        string[] keys = [.. shape.Key!.Shape.Enum, "pk", "#a", ":a"];
        foreach (var key in keys)
        {
            foreach (var extreme in depth < Deepest ? Extremes(shape.Value, good, depth + 1) : [])
            {
                yield return new JsonObject { [key] = extreme.DeepClone() };
            }
        }
    }

    private static IEnumerable<JsonNode> Structures(Shape shape, Dictionary<string, string> good, int depth)
    {
        yield return new JsonObject();
        foreach (var member in shape.Members)
        {
            foreach (var extreme in Extremes(member, good, depth + 1))
            {
                var made = Structure(shape, good, onlyRequired: true, depth);
                made[member.Name] = extreme.DeepClone();
                yield return made;
            }
        }
    }

    private static string Short(string text) => text.Length > 300 ? text[..300] + "…" : text;
}
