using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using LambdaOps.Account.Wire.Models;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Account;

/// <summary>Makes calls of <see cref="ReadCall"/>, by the services' models; others cannot be made.</summary>
internal sealed class AwsCalls(AwsAccess access, HttpClient http)
{
    private const int MostPages = 1000;
    private const int Tries = 3;

    /// <summary>All items of all pages.</summary>
    /// <exception cref="AwsRefusal">AWS answered with an error.</exception>
    /// <exception cref="UsageException">AWS cannot be reached, or does not know the caller.</exception>
    public async Task<ImmutableArray<JsonNode>> AllAsync(ReadCall call, JsonObject input, CancellationToken stop)
    {
        var items = ImmutableArray.CreateBuilder<JsonNode>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await OneAsync(call, input, stop);
            items.AddRange((At(answer, call.Items) as JsonArray ?? []).OfType<JsonNode>());
            if (call.NextOut is null || At(answer, call.NextOut) is not { } next || WireForms.Text(next).Length == 0)
            {
                break;
            }

            input[call.NextIn!] = WireForms.Text(next);
        }

        return items.ToImmutable();
    }

    /// <summary>The answer as a whole.</summary>
    /// <exception cref="AwsRefusal">AWS answered with an error.</exception>
    /// <exception cref="UsageException">AWS cannot be reached, or does not know the caller.</exception>
    public async Task<JsonObject> OneAsync(ReadCall call, JsonObject input, CancellationToken stop)
    {
        var model = ServiceModels.Embedded.Named(call.Service)!;
        var operation = model.OperationNamed(call.Operation)!;
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await SendAsync(call, operation, input, stop);
            }
            catch (AwsRefusal busy) when (tried < Tries && (busy.Status is 429 or >= 500 || IsThrottle(busy.Code)))
            {
                await Task.Delay(TimeSpan.FromSeconds(tried), TimeProvider.System, stop);
            }
            catch (AwsRefusal refused) when (refused.IsUnknownCaller)
            {
                throw new UsageException($"AWS does not accept the credentials: {refused.Message}");
            }
        }
    }

    private static bool IsThrottle(string code) => code.Contains("Throttl", StringComparison.OrdinalIgnoreCase);

    private async Task<JsonObject> SendAsync(
        ReadCall call,
        OperationModel operation,
        JsonObject input,
        CancellationToken stop
    )
    {
        var request = RequestOf(operation, input);
        try
        {
            return await AwsFailure.ExplainedAsync(
                request.Address,
                $"read the account ({call})",
                async () =>
                {
                    using var signed = request.Sign(access.Credentials);
                    using var answer = await http.SendAsync(signed, stop);
                    var text = await answer.Content.ReadAsStringAsync(stop);
                    return answer.IsSuccessStatusCode
                        ? OutputOf(operation, text)
                        : throw RefusalOf(call, (int)answer.StatusCode, text);
                },
                stop
            );
        }
        catch (Exception unreadable) when (unreadable is JsonException or XmlException)
        {
            throw new UsageException(
                $"{request.Address}: the answer to {call} is not AWS's: {AwsAccess.FirstLine(unreadable.Message)}"
            );
        }
    }

    private AwsRequest RequestOf(OperationModel operation, JsonObject input)
    {
        var model = operation.Service;
        var (host, region) = AwsEndpoints.Of(model.EndpointPrefix, access.Region);
        var address = access.Endpoint ?? new Uri($"https://{host}");
        var draft = new AwsRequest(model.SigningName, address, region, new HttpMethod(operation.HttpMethod), "/");
        return model.Protocol switch
        {
            "json" => draft with
            {
                Headers = [new("X-Amz-Target", $"{model.TargetPrefix}.{operation.Name}")],
                ContentType = $"application/x-amz-json-{model.JsonVersion}",
                Content = JsonSerializer.SerializeToUtf8Bytes(input),
            },
            "rest-xml" => Rest(draft, operation, input),
            // CloudWatch's model names a newer protocol, and the service speaks query, too.
            _ => draft with
            {
                ContentType = "application/x-www-form-urlencoded; charset=utf-8",
                Content = Encoding.UTF8.GetBytes(FormOf(operation, input)),
            },
        };
    }

    private static string FormOf(OperationModel operation, JsonObject input)
    {
        IEnumerable<KeyValuePair<string, string>> form =
        [
            new("Action", operation.Name),
            new("Version", operation.Service.ApiVersion),
            .. operation.Input is { } shape ? WireForms.Form(input, shape, "") : [],
        ];
        return string.Join(
            '&',
            form.Select(part => $"{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(part.Value)}")
        );
    }

    private static AwsRequest Rest(AwsRequest draft, OperationModel operation, JsonObject input)
    {
        var path = operation.RequestUri.Split('?')[0];
        var query = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (name, value) in input)
        {
            var member = operation.Input!.MemberNamed(name)!;
            var text = WireForms.Text(value!);
            if (member.Location == "uri")
            {
                path = path.Replace($"{{{member.WireName}}}", text, StringComparison.Ordinal)
                    .Replace($"{{{member.WireName}+}}", text, StringComparison.Ordinal);
            }
            else
            {
                query.Add(new(member.WireName, text));
            }
        }

        return draft with
        {
            Path = path,
            Query = query.ToImmutable(),
        };
    }

    private static JsonObject OutputOf(OperationModel operation, string text)
    {
        if (operation.Service.Protocol == "json")
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }

        if (operation.Output is not { } shape || text.Length == 0)
        {
            return [];
        }

        var root = XElement.Parse(text);
        if (shape.Payload is { } payload)
        {
            return new JsonObject { [payload] = WireForms.Read(root, shape.MemberNamed(payload)!.Shape) };
        }

        var wrapper = root.Elements().FirstOrDefault(one => one.Name.LocalName == operation.ResultWrapper);
        return WireForms.Read(wrapper ?? root, shape);
    }

    private static AwsRefusal RefusalOf(ReadCall call, int status, string text)
    {
        var (code, message) = text.TrimStart() switch
        {
            ['{', ..] when Json(text) is { } json => (
                Member(json, "__type", "code"),
                Member(json, "message", "Message")
            ),
            ['<', ..] when Xml(text) is { } xml => (Element(xml, "Code"), Element(xml, "Message")),
            _ => ("", ""),
        };
        var name = code.Split('#')[^1].Split(':')[0];
        return new AwsRefusal(call, status, name.Length == 0 ? $"{status}" : name, message.Split('\n')[0].Trim());
    }

    private static JsonNode? At(JsonNode answer, string path) =>
        path.Split('.').Aggregate((JsonNode?)answer, (node, name) => (node as JsonObject)?[name]);

    private static string Member(JsonObject json, string name, string other) =>
        (json[name] ?? json[other])?.ToString() ?? "";

    private static string Element(XElement xml, string name) =>
        xml.Descendants().FirstOrDefault(one => one.Name.LocalName == name)?.Value ?? "";

    private static JsonObject? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static XElement? Xml(string text)
    {
        try
        {
            return XElement.Parse(text);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
