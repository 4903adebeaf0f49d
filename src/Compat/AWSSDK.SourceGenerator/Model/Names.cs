using System.Text.RegularExpressions;

namespace LambdaOps.Compat.SourceGenerator.Model;

/// <summary>The SDK's rules for names.</summary>
internal static class Names
{
    private static readonly Regex s_separators = new("[^A-Za-z0-9_]+");

    /// <summary>A member or a type.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>The field for a value of an enumeration: what is no letter, digit or underscore goes, a capital follows.</summary>
    public static string Constant(string value) =>
        string.Concat(s_separators.Split(value).Where(part => part.Length > 0).Select(Pascal));

    /// <summary>The exception for an error: a fault is an exception, and every exception says so.</summary>
    public static string Exception(string shape)
    {
        if (shape.EndsWith("Exception", StringComparison.Ordinal))
        {
            return Pascal(shape);
        }

        var stem = shape.EndsWith("Fault", StringComparison.Ordinal) ? shape.Substring(0, shape.Length - 5) : shape;
        return Pascal(stem) + "Exception";
    }

    /// <summary>A word of C# for a text.</summary>
    public static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";
}
