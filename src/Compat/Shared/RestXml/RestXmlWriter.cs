using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace LambdaOps.Compat;

/// <summary>Writes a request's members to its address and its body.</summary>
internal sealed class RestXmlWriter(RestXmlService service, IRequest request)
    : RestRequestWriter(request, service.Refuse)
{
    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>The member that is the body; none is an empty body.</summary>
    internal void Payload<T>(string name, T value, Action<XElement, T> write)
        where T : class
    {
        Request.Headers["Content-Type"] = "application/xml";
        Request.Content = value == null ? [] : Body(new XElement(service.XmlNamespace + name), value, write);
    }

    private static byte[] Body<T>(XElement root, T value, Action<XElement, T> write)
    {
        write(root, value);
        using var body = new MemoryStream();
        using (var xml = XmlWriter.Create(body, s_settings))
            root.Save(xml);
        return body.ToArray();
    }
}

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
