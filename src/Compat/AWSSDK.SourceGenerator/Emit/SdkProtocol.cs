using LambdaOps.Compat.SourceGenerator.Model;

namespace LambdaOps.Compat.SourceGenerator.Emit;

/// <summary>How a protocol's requests are written and its answers read, on the classes of src/Compat/Shared.</summary>
internal abstract class SdkProtocol(SdkClient client)
{
    protected SdkClient Client { get; } = client;

    /// <summary>The namespaces that the statements need.</summary>
    public abstract IReadOnlyList<string> Usings { get; }

    /// <summary>What all requests of the service have in common: its type and its constructor's arguments.</summary>
    public abstract (string Type, IEnumerable<string> Arguments) Service { get; }

    /// <summary>The type and the name of what a structure's members are written to.</summary>
    public abstract (string Type, string Name) Writer { get; }

    /// <summary>The same for a request's members, where that is another.</summary>
    public virtual (string Type, string Name) RequestWriter => Writer;

    /// <summary>The type and the name of what a structure's members are read from.</summary>
    public abstract (string Type, string Name) Reader { get; }

    /// <summary>What a response is read from besides.</summary>
    public virtual string ResponseReader => $"{Reader.Type} {Reader.Name}";

    /// <summary>The protocol to speak with a service: the first of its own that there is something for.</summary>
    public static SdkProtocol? Of(SdkClient client) =>
        client.Model.Protocols.Select(name => Named(name, client)).FirstOrDefault(protocol => protocol is not null);

    /// <summary>The type of a request's marshaller and what its constructor takes between the service and the method.</summary>
    public abstract (string Type, IEnumerable<string> Arguments) RequestMarshaller(Operation operation);

    /// <summary>The type of a response's unmarshaller and its constructor's first arguments.</summary>
    public abstract (string Type, IEnumerable<string> Arguments) ResponseUnmarshaller(Operation operation);

    /// <summary>Whether it has a request for operations that take nothing.</summary>
    public virtual bool KnowsEmptyRequests => false;

    /// <summary>Whether it has a response for operations whose answers are empty.</summary>
    public virtual bool KnowsEmptyAnswers => false;

    /// <summary>The form of times that it reads although it is not its usual one; null for none.</summary>
    public virtual string? FormOfTimesRead => null;

    /// <summary>The statement that writes a member of a structure.</summary>
    public abstract string Write(SdkMember member, string value);

    /// <summary>The statement that writes a member of a request.</summary>
    public virtual string WriteOfRequest(SdkShape request, SdkMember member, string value) => Write(member, value);

    /// <summary>The expression that reads a member of a structure.</summary>
    public abstract string Read(SdkMember member);

    /// <summary>The expression that reads a member of a response.</summary>
    public virtual string ReadOfResponse(SdkShape response, SdkMember member) => Read(member);

    /// <summary>The codes that say an error.</summary>
    public virtual IEnumerable<string> Codes(SdkShape error) => [error.ErrorCode];

    /// <summary>Why a member cannot be written or read as the model wants it.</summary>
    public virtual string? WhyNot(SdkShape parent, SdkMember member) =>
        member.Location is { } place ? $"it is in the {place}" : null;

    protected string Marshaller(SdkShape shape) => Client.Written[shape] + "Marshaller.Write";

    protected string Unmarshaller(SdkShape shape) => Client.Read[shape] + "Unmarshaller.Read";

    private static SdkProtocol? Named(string name, SdkClient client) =>
        name switch
        {
            "json" => new SdkJsonProtocol(client),
            "query" => new SdkQueryProtocol(client),
            "rest-xml" => new SdkRestXmlProtocol(client),
            "rest-json" => new SdkRestJsonProtocol(client),
            _ => null,
        };
}
