using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>Holds an input against the constraints of its model: required, length, range, pattern, enum.</summary>
public static class InputCheck
{
    private const int MostReported = 10;

    // Its pattern wants a slash, which SDKs send encoded, and S3 takes both.
    private const string LooserThanItsPattern = "CopySource";

    /// <exception cref="ServiceFault">The validation error in the words of the service.</exception>
    public static void Check(OperationModel operation, JsonObject input)
    {
        if (operation.Input is null)
        {
            return;
        }

        var found = new List<ConstraintViolation>();
        Walk(input, operation.Input, "", found);
        if (found.Count > 0)
        {
            throw ValidationErrors.Of(operation.Service, found);
        }
    }

    private static void Walk(JsonNode node, Shape shape, string path, List<ConstraintViolation> found)
    {
        if (found.Count >= MostReported || shape.IsDocument)
        {
            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                WalkStructure(node.AsObject(), shape, path, found);
                break;
            case ShapeKind.List:
                Bounds(node.AsArray().Count, "length", node, shape, path, found);
                var place = 1;
                foreach (var element in node.AsArray())
                {
                    Walk(element!, shape.Element!.Shape, $"{path}.{place++}.member", found);
                }

                break;
            case ShapeKind.Map:
                Bounds(node.AsObject().Count, "length", node, shape, path, found);
                foreach (var (key, value) in node.AsObject())
                {
                    CheckText(key, shape.Key!.Shape, path, found);
                    Walk(value!, shape.Value!.Shape, $"{path}.{key}.member", found);
                }

                break;
            case ShapeKind.String:
                CheckText(node.GetValue<string>(), shape, path, found);
                break;
            case ShapeKind.Integer or ShapeKind.Long or ShapeKind.Double:
                Bounds(
                    double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
                    "value",
                    node,
                    shape,
                    path,
                    found
                );
                break;
        }
    }

    private static void WalkStructure(JsonObject source, Shape shape, string path, List<ConstraintViolation> found)
    {
        foreach (var name in shape.Required)
        {
            if (source[name] is null)
            {
                found.Add(
                    new ConstraintViolation(name, InputFault.Inside(path, name), null, "Member must not be null")
                );
            }
        }

        foreach (var (name, value) in source)
        {
            Walk(value!, shape.MemberNamed(name)!.Shape, InputFault.Inside(path, name), found);
        }
    }

    private static void CheckText(string text, Shape shape, string path, List<ConstraintViolation> found)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        if (shape.Enum.Count > 0 && !shape.Enum.Contains(text))
        {
            var set = $"[{string.Join(", ", shape.Enum)}]";
            var shown = Shown(JsonValue.Create(text));
            found.Add(new ConstraintViolation(name, path, shown, $"Member must satisfy enum value set: {set}"));
        }

        Bounds(text.Length, "length", JsonValue.Create(text), shape, path, found);
        var isTooLong = text.Length > shape.Max;
        if (!isTooLong && shape.Pattern is { } pattern && shape.Name != LooserThanItsPattern && !Matches(pattern, text))
        {
            var shown = Shown(JsonValue.Create(text));
            found.Add(
                new ConstraintViolation(name, path, shown, $"Member must satisfy regular expression pattern: {pattern}")
            );
        }
    }

    /// <summary>A text that keeps a pattern busy for too long is no match either.</summary>
    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static void Bounds(
        double size,
        string what,
        JsonNode node,
        Shape shape,
        string path,
        List<ConstraintViolation> found
    )
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        var subject = what == "length" ? "Member must have length" : "Member must have value";
        if (size < shape.Min)
        {
            found.Add(
                new ConstraintViolation(name, path, Shown(node), $"{subject} greater than or equal to {shape.Min}")
            );
        }

        if (size > shape.Max)
        {
            found.Add(new ConstraintViolation(name, path, Shown(node), $"{subject} less than or equal to {shape.Max}"));
        }
    }

    private static string Shown(JsonNode node)
    {
        var text = node is JsonValue value && value.TryGetValue<string>(out var s) ? s : node.ToJsonString();
        return text.Length > 200 ? text[..200] + "…" : text;
    }
}

/// <summary>One member that does not hold its constraint.</summary>
public sealed record ConstraintViolation(string Member, string Path, string? Value, string Constraint);

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
