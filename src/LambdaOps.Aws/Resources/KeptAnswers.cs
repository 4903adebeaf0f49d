using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Aws.Resources;

/// <summary>A request that wants the bytes of its answer, whatever the client's types lack.</summary>
internal interface IKeepsAnswer
{
    /// <summary>The answer's body, once there is one.</summary>
    byte[]? Answer { get; set; }
}

/// <summary>Keeps the bodies of answers to requests that want them.</summary>
internal sealed class AnswerKeeper : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var answer = await base.InvokeAsync<T>(executionContext);
        if (executionContext is { RequestContext.OriginalRequest: IKeepsAnswer asked, ResponseContext: { } context })
        {
            await using var body = await context.HttpResponse.ResponseBody.OpenResponseAsync();
            using var read = new MemoryStream();
            await body.CopyToAsync(read);
            asked.Answer = read.ToArray();
            context.HttpResponse = new ReadAnswer(context.HttpResponse, asked.Answer);
        }

        return answer;
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
