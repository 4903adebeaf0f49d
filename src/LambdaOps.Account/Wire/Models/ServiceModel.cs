using System.Collections.Concurrent;
using System.Text.Json;

namespace LambdaOps.Account.Wire.Models;

/// <summary>
/// An AWS service as its published model describes it. Shapes are read when they are first asked for.
/// </summary>
public sealed class ServiceModel
{
    private readonly JsonElement _shapes;
    private readonly ConcurrentDictionary<string, Shape> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OperationModel> _operations = new(StringComparer.Ordinal);

    private ServiceModel(string name, JsonElement root)
    {
        Name = name;
        _shapes = root.GetProperty("shapes");
        var metadata = root.GetProperty("metadata");
        Protocol = metadata.GetProperty("protocol").GetString()!;
        Protocols = metadata.TryGetProperty("protocols", out var all)
            ? [.. all.EnumerateArray().Select(one => one.GetString()!)]
            : [Protocol];
        ApiVersion = metadata.GetProperty("apiVersion").GetString()!;
        EndpointPrefix = metadata.GetProperty("endpointPrefix").GetString()!;
        Title = Text(metadata, "serviceId") ?? name;
        SigningName = Text(metadata, "signingName") ?? EndpointPrefix;
        TargetPrefix = Text(metadata, "targetPrefix");
        JsonVersion = Text(metadata, "jsonVersion") ?? "1.0";
        XmlNamespace = Text(metadata, "xmlNamespace");
        IsQueryCompatible = metadata.TryGetProperty("awsQueryCompatible", out _);
        foreach (var operation in root.GetProperty("operations").EnumerateObject())
        {
            _operations.Add(operation.Name, new OperationModel(this, operation.Name, operation.Value));
        }
    }

    /// <summary>The name of the model's file: "ecs", "elbv2", "cloudwatch", …</summary>
    public string Name { get; }

    /// <summary>The one that new clients speak.</summary>
    public string Protocol { get; }

    /// <summary>As AWS calls the service: "Route 53".</summary>
    public string Title { get; }

    /// <summary>All that the service speaks, old ones too; the request says which it is in.</summary>
    public IReadOnlyList<string> Protocols { get; }

    public string ApiVersion { get; }

    public string EndpointPrefix { get; }

    /// <summary>The service's name in a signature's credential scope.</summary>
    public string SigningName { get; }

    public string? TargetPrefix { get; }

    public string JsonVersion { get; }

    public string? XmlNamespace { get; }

    /// <summary>The service once spoke the query protocol and still tells its old error codes in a header.</summary>
    public bool IsQueryCompatible { get; }

    public IReadOnlyCollection<OperationModel> Operations => _operations.Values;

    public static ServiceModel Read(string name, Stream json)
    {
        using var document = JsonDocument.Parse(json);
        return new ServiceModel(name, document.RootElement.Clone());
    }

    /// <summary>A service without operations: what is known of one that the account does not have.</summary>
    internal static ServiceModel Absent(string name, JsonElement metadata)
    {
        var text = "{\"metadata\":" + metadata.GetRawText() + ",\"operations\":{},\"shapes\":{}}";
        using var document = JsonDocument.Parse(text);
        return new ServiceModel(name, document.RootElement.Clone());
    }

    public OperationModel? OperationNamed(string name) => _operations.GetValueOrDefault(name);

    public Shape Shape(string name) => _read.GetOrAdd(name, n => new Shape(this, n, _shapes.GetProperty(n)));

    /// <summary>The error of this shape name, or null when the model has none.</summary>
    public Shape? ErrorNamed(string name) =>
        _shapes.TryGetProperty(name, out _) && Shape(name) is { IsException: true } error ? error : null;

    private static string? Text(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var found) ? found.GetString() : null;
}

/// <summary>One operation of a service model.</summary>
public sealed class OperationModel
{
    private readonly string? _input;
    private readonly string? _output;

    internal OperationModel(ServiceModel service, string name, JsonElement source)
    {
        Service = service;
        Name = name;
        var http = source.GetProperty("http");
        HttpMethod = http.GetProperty("method").GetString()!;
        RequestUri = http.GetProperty("requestUri").GetString()!;
        SuccessStatus = http.TryGetProperty("responseCode", out var code) ? code.GetInt32() : 200;
        _input = source.TryGetProperty("input", out var input) ? input.GetProperty("shape").GetString() : null;
        if (source.TryGetProperty("output", out var output))
        {
            _output = output.GetProperty("shape").GetString();
            ResultWrapper = output.TryGetProperty("resultWrapper", out var wrapper) ? wrapper.GetString() : null;
        }
    }

    public ServiceModel Service { get; }

    public string Name { get; }

    public string HttpMethod { get; }

    public string RequestUri { get; }

    public int SuccessStatus { get; }

    public string? ResultWrapper { get; }

    public Shape? Input => _input is null ? null : Service.Shape(_input);

    public Shape? Output => _output is null ? null : Service.Shape(_output);
}
