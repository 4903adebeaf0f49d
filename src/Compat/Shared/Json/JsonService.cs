using System.Net;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace LambdaOps.Compat;

/// <summary>What every request of one awsJson service has in common.</summary>
/// <param name="Namespace">The client's namespace, for example <c>Amazon.ECS</c>.</param>
/// <param name="TargetPrefix">The part of X-Amz-Target before the operation.</param>
/// <param name="JsonVersion">1.0 or 1.1.</param>
/// <param name="ApiVersion">The service model's date.</param>
/// <param name="QueryCompatible">The service spoke the query protocol before and still tells its error codes.</param>
internal sealed record JsonService(
    string Namespace,
    string TargetPrefix,
    string JsonVersion,
    string ApiVersion,
    bool QueryCompatible = false
);

/// <summary>Makes the HTTP request of one operation of an awsJson service.</summary>
internal sealed class JsonRequestMarshaller<TRequest>(
    JsonService service,
    string operation,
    Action<Utf8JsonWriter, TRequest> writeMembers
) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new PooledContentStream();
        var request = new DefaultRequest(input, service.Namespace)
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            ContentStream = body,
        };
        request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{operation}";
        request.Headers["Content-Type"] = $"application/x-amz-json-{service.JsonVersion}";
        request.Headers["x-amz-api-version"] = service.ApiVersion;
        if (service.QueryCompatible)
            request.Headers["x-amzn-query-mode"] = "true";

        using var json = new Utf8JsonWriter(body.BufferWriter);
        json.WriteStartObject();
        writeMembers(json, (TRequest)input);
        json.WriteEndObject();
        json.Flush();
        return request;
    }
}

/// <summary>Reads the answer to one operation of an awsJson service, be it a result or an error.</summary>
/// <param name="read">Makes the response of the answer's JSON object.</param>
/// <param name="toException">Makes the exception for the error's modelled name, which is not always its code.</param>
/// <param name="readErrorMembers">Reads what an error's JSON object says beyond code and message.</param>
internal class JsonOperationUnmarshaller(
    Func<JsonElement, AmazonWebServiceResponse> read,
    Func<string, ErrorResponse, AmazonServiceException> toException,
    Action<AmazonServiceException, JsonElement> readErrorMembers = null
) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var answer = JsonDocument.Parse(input.Stream);
        return read(answer.RootElement);
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input,
        Exception innerException,
        HttpStatusCode statusCode
    )
    {
        const int usualBufferLength = 4096;
        var bufferLength = AWSConfigs.StreamingUtf8JsonReaderBufferSize ?? usualBufferLength;
        var reader = new StreamingUtf8JsonReader(input.Stream, bufferLength, input.JsonMaxDepth);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        error.InnerException = innerException;
        error.StatusCode = statusCode;
        var name = error.Code;
        AwsQueryCompatibleErrorHandler.ApplyQueryErrorHeader(error, input.ResponseData);
        var exception = toException(name, error);
        if (readErrorMembers != null)
            ReadErrorMembers(exception, input.GetResponseBodyBytes());
        return exception;
    }

    private void ReadErrorMembers(AmazonServiceException exception, byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind == JsonValueKind.Object)
                readErrorMembers(exception, answer.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            // The error stands without its members: it must not get lost because nobody can read its details.
        }
    }
}

/// <summary>The same for an operation that answers nothing: whatever the body is, it is not read.</summary>
internal sealed class EmptyAnswerUnmarshaller(
    Func<JsonElement, AmazonWebServiceResponse> read,
    Func<string, ErrorResponse, AmazonServiceException> toException,
    Action<AmazonServiceException, JsonElement> readErrorMembers = null
) : JsonOperationUnmarshaller(read, toException, readErrorMembers)
{
    private readonly Func<JsonElement, AmazonWebServiceResponse> _read = read;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => _read(default);
}
