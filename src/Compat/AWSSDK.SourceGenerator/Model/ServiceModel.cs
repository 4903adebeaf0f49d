namespace LambdaOps.Compat.SourceGenerator.Model;

/// <summary>A service as its model file describes it.</summary>
internal sealed class ServiceModel
{
    private readonly Json _root;
    private readonly Dictionary<string, Shape> _shapes = [];
    private readonly Dictionary<string, Json> _shapeFacts;
    private readonly HashSet<string> _without;

    private ServiceModel(Json root, IEnumerable<string> without)
    {
        _root = root;
        _without = [.. without];
        _shapeFacts = root["shapes"]!.Members.ToDictionary(shape => shape.Key, shape => shape.Value);
    }

    /// <param name="text">The model file.</param>
    /// <param name="without">The shapes to pass over, with all members that are of them.</param>
    /// <exception cref="FormatException">The text is no model.</exception>
    public static ServiceModel Parse(string text, IEnumerable<string> without) =>
        Json.Parse(text) is var root
        && root["metadata"] is not null
        && root["operations"] is not null
        && root["shapes"] is not null
            ? new(root, without)
            : throw new FormatException("A model has metadata, operations and shapes.");

    public string? Metadata(string name) => _root["metadata"]![name]?.Text;

    /// <summary>The protocols that the service speaks, the preferred one first.</summary>
    public IEnumerable<string> Protocols =>
        _root["metadata"]!["protocols"]?.Items.Select(protocol => protocol.Text!) ?? [Metadata("protocol")!];

    public string SigningName => Metadata("signingName") ?? Metadata("endpointPrefix")!;

    /// <summary>The service spoke the query protocol before and still tells its error codes.</summary>
    public bool IsQueryCompatible => _root["metadata"]!["awsQueryCompatible"] is not null;

    public Operation? Operation(string name) =>
        _root["operations"]![name] is { } facts ? new Operation(this, name, facts) : null;

    /// <summary>Whether the shape, or what a list or a map is of, is to be passed over.</summary>
    public bool IsLeftOut(Shape shape) =>
        shape.Type switch
        {
            "list" => IsLeftOut(shape.Item.Target),
            "map" => IsLeftOut(shape.Value.Target),
            _ => _without.Contains(shape.Name),
        };

    /// <summary>What is to be passed over and is not there.</summary>
    public IEnumerable<string> LeftOutInVain => _without.Where(name => !_shapeFacts.ContainsKey(name));

    /// <exception cref="FormatException">There is none.</exception>
    public Shape Shape(string name)
    {
        if (!_shapes.TryGetValue(name, out var shape))
        {
            var facts = _shapeFacts.TryGetValue(name, out var found)
                ? found
                : throw new FormatException($"There is no shape {name}.");
            _shapes[name] = shape = new Shape(this, name, facts);
        }

        return shape;
    }
}

/// <summary>One operation of a service.</summary>
internal sealed class Operation(ServiceModel model, string name, Json facts)
{
    public string Name { get; } = name;

    public string Method => facts["http"]!["method"]!.Text!;

    public string RequestUri => facts["http"]!["requestUri"]!.Text!;

    public Shape? Input => Target("input");

    public Shape? Output => Target("output");

    public string ResultWrapper => facts["output"]!["resultWrapper"]!.Text!;

    public bool HasEndpointOfItsOwn => facts["endpoint"] is not null;

    public IReadOnlyList<Shape> Errors =>
        [.. (facts["errors"]?.Items ?? []).Select(error => model.Shape(error["shape"]!.Text!))];

    private Shape? Target(string end) => facts[end]?["shape"]?.Text is { } shape ? model.Shape(shape) : null;
}
