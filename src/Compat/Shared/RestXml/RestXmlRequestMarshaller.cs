using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Compat;

/// <summary>Makes the HTTP request of one operation of a rest-xml service.</summary>
/// <param name="service">What is the same for all operations.</param>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The address, with a <c>{Name}</c> for each member that is part of it.</param>
/// <param name="writeMembers">Writes the members to where each belongs.</param>
internal sealed class RestXmlRequestMarshaller<TRequest>(
    RestXmlService service,
    string method,
    string path,
    Action<RestXmlWriter, TRequest> writeMembers
) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Namespace) { HttpMethod = method, ResourcePath = path };
        request.Headers["x-amz-api-version"] = service.ApiVersion;
        writeMembers(new RestXmlWriter(service, request), (TRequest)input);
        return request;
    }
}
