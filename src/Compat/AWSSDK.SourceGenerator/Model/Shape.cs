namespace LambdaOps.Compat.SourceGenerator.Model;

/// <summary>One shape of a model.</summary>
internal sealed class Shape(ServiceModel model, string name, Json facts)
{
    private readonly Member[] _members =
    [
        .. (facts["members"]?.Members ?? []).Select(member => new Member(model, member.Key, member.Value)),
    ];

    public string Name { get; } = name;

    public string Type { get; } = facts["type"]!.Text!;

    public bool IsStructure => Type == "structure";

    public bool IsEnumeration => Type == "string" && facts["enum"] is not null;

    public bool IsFlattened => facts["flattened"] is { IsTrue: true };

    public bool IsDocument => facts["document"] is { IsTrue: true };

    public string? TimestampFormat => facts["timestampFormat"]?.Text;

    /// <summary>The values of an enumeration.</summary>
    public IEnumerable<string> Values => facts["enum"]!.Items.Select(value => value.Text!);

    /// <summary>The members of a structure, in the model's order: that of the wire.</summary>
    public IEnumerable<Member> Members => _members.Where(member => !model.IsLeftOut(member.Target));

    /// <summary>The item of a list.</summary>
    public Member Item => new(model, "member", facts["member"]!);

    public Member Key => new(model, "key", facts["key"]!);

    public Member Value => new(model, "value", facts["value"]!);

    public Member? Payload =>
        facts["payload"]?.Text is { } payload ? Members.First(member => member.Name == payload) : null;

    /// <summary>The code that an error has where the protocol does not send its shape's name.</summary>
    public string ErrorCode => facts["error"]?["code"]?.Text ?? Name;

    /// <summary>What an error carries beyond its message.</summary>
    public IEnumerable<Member> ErrorMembers =>
        Members.Where(member => !member.Name.Equals("message", StringComparison.OrdinalIgnoreCase));

    public bool Requires(Member member) =>
        facts["required"]?.Items.Any(required => required.Text == member.Name) is true;
}

/// <summary>A member of a structure, or what a list or a map is of.</summary>
internal sealed class Member(ServiceModel model, string name, Json facts)
{
    public string Name { get; } = name;

    public string Property => Names.Pascal(Name);

    public Shape Target => model.Shape(facts["shape"]!.Text!);

    /// <summary>Where it is, when not in the body: header, uri, querystring.</summary>
    public string? Location => facts["location"]?.Text;

    /// <summary>Its name on the wire.</summary>
    public string WireName => facts["locationName"]?.Text ?? Name;

    public string? XmlNamespace => facts["xmlNamespace"]?["uri"]?.Text;

    public string? TimestampFormat => facts["timestampFormat"]?.Text ?? Target.TimestampFormat;

    public bool Is(string flag) => facts[flag] is { IsTrue: true };
}
