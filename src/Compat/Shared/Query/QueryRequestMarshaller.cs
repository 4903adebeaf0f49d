using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace LambdaOps.Compat;

/// <summary>Makes the HTTP request of one operation of a query service.</summary>
internal sealed class QueryRequestMarshaller<TRequest>(
    QueryService service,
    string operation,
    Action<QueryWriter, TRequest> writeMembers
) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, service.Namespace) { HttpMethod = "POST" };
        request.Parameters.Add("Action", operation);
        request.Parameters.Add("Version", service.ApiVersion);
        writeMembers(new QueryWriter(request.Parameters, ""), (TRequest)input);
        request.ContentStream = AWSSDKUtils.WriteParametersToPooledStream(request);
        return request;
    }
}
