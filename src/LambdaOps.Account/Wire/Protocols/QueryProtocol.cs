using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>query: a form goes in, XML comes out.</summary>
public sealed class QueryProtocol : IProtocol
{
    public OperationModel OperationOf(ServiceModel service, WireRequest request)
    {
        var form = FormOf(request);
        var action = Value(form, "Action") ?? throw new ServiceFault("MissingAction", "No Action in the request.");
        var version = Value(form, "Version");
        return (version == service.ApiVersion ? service.OperationNamed(action) : null)
            ?? throw new ServiceFault("InvalidAction", $"Could not find operation {action} for version {version}");
    }

    public JsonObject ReadInput(OperationModel operation, WireRequest request) =>
        QueryForm.Read(ParametersOf(request), operation.Input);

    /// <summary>The form without what names the operation, and without a signature.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> ParametersOf(WireRequest request) =>
        FormOf(request).Where(x => x.Key is not ("Action" or "Version") && !IsOfSignature(x.Key));

    public WireAnswer WriteOutput(OperationModel operation, JsonObject output, string requestId)
    {
        var body = XmlShapes.Document(xml =>
        {
            xml.WriteStartElement($"{operation.Name}Response", operation.Service.XmlNamespace);
            if (operation.ResultWrapper is not null)
            {
                xml.WriteStartElement(operation.ResultWrapper);
                XmlShapes.WriteStructure(xml, output, operation.Output!);
                xml.WriteEndElement();
            }

            xml.WriteStartElement("ResponseMetadata");
            xml.WriteElementString("RequestId", requestId);
            xml.WriteEndElement();
            xml.WriteEndElement();
        });
        return new(operation.SuccessStatus, "text/xml", body);
    }

    public WireAnswer WriteError(
        ServiceModel service,
        OperationModel? operation,
        ServiceFault fault,
        string requestId
    ) => ErrorXml(service, fault, requestId);

    /// <summary>The error as query services and most rest-xml services have it.</summary>
    internal static WireAnswer ErrorXml(ServiceModel service, ServiceFault fault, string requestId)
    {
        var facts = ErrorFacts.Of(service, fault);
        var body = XmlShapes.Document(xml =>
        {
            xml.WriteStartElement("ErrorResponse", S3Paths.NamespaceOf(service));
            xml.WriteStartElement("Error");
            xml.WriteElementString("Type", facts.IsSender ? "Sender" : "Receiver");
            xml.WriteElementString("Code", facts.Code);
            xml.WriteElementString("Message", fault.Message);
            if (fault.Details is not null && facts.Shape is not null)
            {
                XmlShapes.WriteStructure(xml, fault.Details, facts.Shape);
            }

            xml.WriteEndElement();
            xml.WriteElementString("RequestId", requestId);
            xml.WriteEndElement();
        });
        return new(facts.Status, "text/xml", body);
    }

    private static bool IsOfSignature(string name) => name.StartsWith("X-Amz-", StringComparison.Ordinal);

    internal static string? Value(IEnumerable<KeyValuePair<string, string>> form, string name) =>
        form.Where(x => x.Key == name).Select(x => x.Value).FirstOrDefault();

    internal static IEnumerable<KeyValuePair<string, string>> FormOf(WireRequest request) =>
        request.Method != "POST" ? request.Query
        : Forms.Text(request.Body) is { } text ? Forms.Parse(text, plusIsSpace: true)
        : throw new ServiceFault("MalformedInput", "The form is not UTF-8");
}
