using System.Globalization;
using System.Xml.Linq;

namespace LambdaOps.Compat;

/// <summary>Reads members of XML results. A member that is absent is null.</summary>
internal static class XmlReading
{
    private const DateTimeStyles Utc = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;

    internal static string String(this XElement xml, string name) => xml.Child(name)?.Value;

    internal static int? Int(this XElement xml, string name) =>
        xml.Child(name) is { } child ? int.Parse(child.Value, CultureInfo.InvariantCulture) : null;

    internal static bool? Bool(this XElement xml, string name) =>
        xml.Child(name) is { } child ? bool.Parse(child.Value) : null;

    internal static DateTime? Time(this XElement xml, string name) =>
        xml.Child(name) is { } child ? DateTime.Parse(child.Value, CultureInfo.InvariantCulture, Utc) : null;

    internal static T Structure<T>(this XElement xml, string name, Func<XElement, T> read)
        where T : class => xml.Child(name) is { } child ? read(child) : null;

    internal static List<T> List<T>(this XElement xml, string name, Func<XElement, T> read, string itemName = "member")
    {
        if (xml.Child(name) is not { } child)
            return null;
        var list = new List<T>();
        foreach (var item in child.Elements())
            if (item.Name.LocalName == itemName)
                list.Add(read(item));
        return list;
    }

    internal static string AsString(XElement xml) => xml.Value;

    /// <summary>By local name: the namespace is the service's and says nothing more.</summary>
    internal static XElement Child(this XElement xml, string name)
    {
        foreach (var child in xml.Elements())
            if (child.Name.LocalName == name)
                return child;
        return null;
    }
}
