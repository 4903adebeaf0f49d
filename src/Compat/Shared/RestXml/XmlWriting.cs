using System.Globalization;
using System.Xml.Linq;

namespace LambdaOps.Compat;

/// <summary>Writes members as child elements, in their parent's namespace. One that is null is not written.</summary>
internal static class XmlWriting
{
    internal static void Member(this XElement xml, string name, string value)
    {
        if (value != null)
            xml.Add(xml.Child(name, value));
    }

    internal static void Member(this XElement xml, string name, int? value) =>
        xml.Member(name, value?.ToString(CultureInfo.InvariantCulture));

    internal static void Member(this XElement xml, string name, List<string> values, string itemName)
    {
        if (values != null)
            xml.Add(xml.Child(name, values.Select(value => xml.Child(itemName, value))));
    }

    internal static void Member<T>(this XElement xml, string name, T value, Action<XElement, T> write)
        where T : class
    {
        if (value == null)
            return;
        var child = xml.Child(name, null);
        write(child, value);
        xml.Add(child);
    }

    private static XElement Child(this XElement xml, string name, object content) =>
        new(xml.Name.Namespace + name, content);
}
