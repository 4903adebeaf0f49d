using System.Net;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Task = System.Threading.Tasks.Task;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// ECS's client where task definitions are read and written as the bytes that they are. Whatever its types lack, nothing
/// of a definition passes through them.
/// </summary>
internal sealed class WholeDefinitionsClient(AmazonECSConfig config) : AmazonECSClient(config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<Marshaller>(new BodyWriter());
        pipeline.AddHandlerAfter<Unmarshaller>(new BodyReader());
    }

    /// <summary>Puts the body in the place of what was marshalled, before it is signed.</summary>
    private sealed class BodyWriter : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            if (executionContext.RequestContext is { OriginalRequest: RegisterWhole whole, Request: var request })
            {
                request.ContentStream?.Dispose();
                (request.ContentStream, request.Content) = (null, whole.Body);
            }

            return base.InvokeAsync<T>(executionContext);
        }
    }

    /// <summary>Keeps the body of a description.</summary>
    private sealed class BodyReader : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var answer = await base.InvokeAsync<T>(executionContext);
            if (
                executionContext is
                { RequestContext.OriginalRequest: DescribeWhole whole, ResponseContext: { } context }
            )
            {
                await using var body = await context.HttpResponse.ResponseBody.OpenResponseAsync();
                using var read = new MemoryStream();
                await body.CopyToAsync(read);
                whole.Answer = read.ToArray();
                context.HttpResponse = new ReadAnswer(context.HttpResponse, whole.Answer);
            }

            return answer;
        }
    }

    /// <summary>An answer whose body was read: it can be read again.</summary>
    private sealed class ReadAnswer(IWebResponseData answer, byte[] body) : IWebResponseData, IHttpResponseBody
    {
        public long ContentLength => body.Length;

        public string ContentType => answer.ContentType;

        public HttpStatusCode StatusCode => answer.StatusCode;

        public bool IsSuccessStatusCode => answer.IsSuccessStatusCode;

        public IHttpResponseBody ResponseBody => this;

        public string[] GetHeaderNames() => answer.GetHeaderNames();

        public bool IsHeaderPresent(string headerName) => answer.IsHeaderPresent(headerName);

        public string GetHeaderValue(string headerName) => answer.GetHeaderValue(headerName);

        public bool IsEventHeaderPresent(string headerName) => answer.IsEventHeaderPresent(headerName);

        public IEventStreamHeader GetEventStreamHeader(string headerName) => answer.GetEventStreamHeader(headerName);

        public Stream OpenResponse() => new MemoryStream(body, writable: false);

        public Task<Stream> OpenResponseAsync() => Task.FromResult(OpenResponse());

        public void Dispose() => answer.ResponseBody.Dispose();
    }
}

/// <summary>Asks for a definition with all that it has.</summary>
internal sealed class DescribeWhole : DescribeTaskDefinitionRequest
{
    /// <summary>The answer's body, once there is one.</summary>
    public byte[]? Answer { get; set; }
}

/// <summary>Registers a definition as its body says it.</summary>
/// <param name="body">JSON of RegisterTaskDefinition.</param>
internal sealed class RegisterWhole(byte[] body) : RegisterTaskDefinitionRequest
{
    public byte[] Body { get; } = body;
}
