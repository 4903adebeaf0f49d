using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Wire.Http;
using LambdaOps.Account.Wire.Models;

namespace LambdaOps.Account.Wire.Protocols;

/// <summary>EC2's own kind of query: lists without "member", names that begin with a capital, errors in another form.</summary>
public sealed class Ec2Protocol : IProtocol
{
    private readonly QueryProtocol _query = new();

    public OperationModel OperationOf(ServiceModel service, WireRequest request) =>
        _query.OperationOf(service, request);

    public JsonObject ReadInput(OperationModel operation, WireRequest request) =>
        QueryForm.Read(QueryProtocol.ParametersOf(request), operation.Input, isEc2: true);

    public WireAnswer WriteOutput(OperationModel operation, JsonObject output, string requestId)
    {
        var body = XmlShapes.Document(xml =>
        {
            xml.WriteStartElement($"{operation.Name}Response", operation.Service.XmlNamespace);
            xml.WriteElementString("requestId", requestId);
            if (operation.Output is { } shape)
            {
                XmlShapes.WriteStructure(xml, output, shape);
            }

            xml.WriteEndElement();
        });
        return new(operation.SuccessStatus, "text/xml", body);
    }

    public WireAnswer WriteError(ServiceModel service, OperationModel? operation, ServiceFault fault, string requestId)
    {
        var body = XmlShapes.Document(xml =>
        {
            xml.WriteStartElement("Response");
            xml.WriteStartElement("Errors");
            xml.WriteStartElement("Error");
            xml.WriteElementString("Code", fault.Code);
            xml.WriteElementString("Message", fault.Message);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteElementString("RequestID", requestId);
            xml.WriteEndElement();
        });
        return new(fault.HttpStatus, "text/xml", body);
    }
}
