namespace LambdaOps.Compat.SourceGenerator.Model;

/// <summary>A client that is to be generated: some operations of a service, and what they reach.</summary>
internal sealed class SdkClient
{
    /// <param name="model">The service.</param>
    /// <param name="package">The X of AWSSDK.X and Amazon.X.</param>
    /// <param name="stem">The X of AmazonXClient: the package's with nearly all.</param>
    /// <param name="endpoints">The C# expression for the endpoint provider.</param>
    /// <param name="operations">What the client can do.</param>
    public SdkClient(SdkModel model, string package, string stem, string endpoints, IEnumerable<Operation> operations)
    {
        Model = model;
        Namespace = "Amazon." + package;
        Stem = stem;
        Endpoints = endpoints;
        Operations = [.. operations.OrderBy(operation => operation.Name, StringComparer.Ordinal)];
        foreach (var operation in Operations)
        {
            Reach(operation.Input, Written, operation.Name + "Request");
            Reach(operation.Output, Read, operation.Name + "Response");
            foreach (var member in operation.Errors.SelectMany(error => error.ErrorMembers))
            {
                Reach(member.Target, Read);
            }
        }
    }

    public SdkModel Model { get; }

    public string Stem { get; }

    public string Endpoints { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public string Namespace { get; }

    /// <summary>The structures that requests hold, requests among them.</summary>
    public Dictionary<SdkShape, string> Written { get; } = [];

    /// <summary>The structures that answers hold, responses among them.</summary>
    public Dictionary<SdkShape, string> Read { get; } = [];

    public SortedSet<string> EnumerationNames { get; } = new(StringComparer.Ordinal);

    public IEnumerable<SdkShape> Exceptions => Operations.SelectMany(operation => operation.Errors).Distinct();

    /// <summary>The C# type of a member or a result.</summary>
    public static string Type(SdkShape shape) =>
        shape.Type switch
        {
            "integer" => "int?",
            "long" => "long?",
            "double" => "double?",
            "boolean" => "bool?",
            "timestamp" => "DateTime?",
            "string" when shape.IsEnumeration => SdkNames.Pascal(shape.Name),
            _ => Item(shape),
        };

    /// <summary>The C# type of an item of a list or a map: never null where the type is a value, and never an enumeration.</summary>
    public static string Item(SdkShape shape) =>
        shape.Type switch
        {
            "string" => "string",
            "integer" => "int",
            "long" => "long",
            "double" => "double",
            "boolean" => "bool",
            "timestamp" => "DateTime",
            "blob" => "MemoryStream",
            "list" => $"List<{Item(shape.Item.Target)}>",
            "map" => $"Dictionary<string, {Item(shape.Value.Target)}>",
            "structure" => SdkNames.Pascal(shape.Name),
            _ => throw new NotSupportedException($"{shape.Name} is a {shape.Type}"),
        };

    private void Reach(SdkShape? shape, Dictionary<SdkShape, string> found, string? name = null)
    {
        switch (shape?.Type)
        {
            case "structure" when !found.ContainsKey(shape):
                found.Add(shape, name ?? SdkNames.Pascal(shape.Name));
                foreach (var member in shape.Members)
                {
                    Reach(member.Target, found);
                }

                break;
            case "list":
                Reach(shape.Item.Target, found);
                break;
            case "map":
                Reach(shape.Value.Target, found);
                break;
            case "string" when shape.IsEnumeration:
                EnumerationNames.Add(shape.Name);
                break;
            default:
                break;
        }
    }
}
