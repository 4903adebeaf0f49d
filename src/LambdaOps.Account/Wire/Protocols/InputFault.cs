using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>What a caller sent that its service's model does not have.</summary>
internal static class InputFault
{
    /// <summary>AWS would ignore it. The simulator does not: it is a bug of the client that sent it.</summary>
    public static ServiceFault UnknownMember(string name, Shape shape, string path) =>
        new(
            "SerializationException",
            $"{shape.Name} has no member '{name}' (at '{path}'); AWS would ignore it " + "silently"
        );

    /// <summary>The path as AWS's validation names it: members in camel case, lists counted from 1.</summary>
    public static string Inside(string path, string member)
    {
        var camel = char.ToLowerInvariant(member[0]) + member[1..];
        return path.Length == 0 ? camel : $"{path}.{camel}";
    }
}

/// <summary>What a simulated service answered that its model does not have: a bug of the simulator.</summary>
internal static class OutputFault
{
    public static InvalidDataException Unknown(string name, Shape shape) =>
        new($"The simulated service answered '{name}', which AWS's shape {shape.Name} does not have.");
}
