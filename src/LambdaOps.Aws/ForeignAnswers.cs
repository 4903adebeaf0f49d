using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace LambdaOps.Aws;

/// <summary>
/// Makes the clients say what an error's answer said that was not AWS's own: a proxy's page, a gateway's text. The SDK
/// drops most of these bodies, and the status with them.
/// </summary>
public sealed class ForeignAnswers : IRuntimePipelineCustomizer
{
    private ForeignAnswers() { }

    public string UniqueName => "LambdaOps.ForeignAnswers";

    /// <summary>For all clients that are made from now on.</summary>
    public static void Tell() => RuntimePipelineCustomizerRegistry.Instance.Register(new ForeignAnswers());

    public void Customize(Type type, RuntimePipeline pipeline)
    {
        pipeline.AddHandler(new Telling());
        pipeline.AddHandlerBefore<HttpHandler<HttpContent>>(new Keeping());
    }

    /// <summary>Innermost: keeps the body of an error that may be none of AWS's before it is read and dropped.</summary>
    private sealed class Keeping : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            try
            {
                return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            }
            catch (HttpErrorResponseException failed) when (MayBeForeign(failed.Response))
            {
                var kept = await KeptAnswer.OfAsync(failed.Response).ConfigureAwait(false);
                throw new HttpErrorResponseException(failed.Message, failed, kept);
            }
        }

        private static bool MayBeForeign(IWebResponseData? answer) =>
            answer is { ResponseBody: not null }
            && (
                answer.StatusCode >= HttpStatusCode.InternalServerError
                || !(answer.ContentType ?? "").Contains("json", StringComparison.OrdinalIgnoreCase)
            );
    }

    /// <summary>Outermost, after all retries: puts status and body into the words of the exception.</summary>
    private sealed class Telling : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            try
            {
                return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            }
            catch (AmazonServiceException failed)
                when (failed.InnerException is HttpErrorResponseException { Response: KeptAnswer kept }
                    && IsForeign(failed, kept)
                )
            {
                throw new AmazonServiceException(
                    Words(kept),
                    failed,
                    failed.ErrorType,
                    failed.ErrorCode,
                    failed.RequestId,
                    failed.StatusCode
                );
            }
        }

        /// <summary>
        /// AWS's errors name their code. S3's client makes one of the status where the body has none; DynamoDB's own
        /// InternalServerError is the name of a status, too.
        /// </summary>
        private static bool IsForeign(AmazonServiceException failed, KeptAnswer kept) =>
            string.IsNullOrEmpty(failed.ErrorCode)
            || (
                failed.ErrorCode == kept.StatusCode.ToString()
                && kept.StatusCode >= HttpStatusCode.InternalServerError
                && !kept.Text().Contains(failed.ErrorCode, StringComparison.Ordinal)
            );

        private static string Words(KeptAnswer kept)
        {
            var status = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)kept.StatusCode}");
            var body = Excerpt.Of(kept.Text());
            return body.Length == 0 ? $"{status} without a body" : $"{status}, not in AWS's form: {body}";
        }
    }

    /// <summary>An answer whose body can be read more than once.</summary>
    private sealed class KeptAnswer(IWebResponseData answer, byte[] body) : IWebResponseData, IHttpResponseBody
    {
        public long ContentLength => answer.ContentLength;

        public string ContentType => answer.ContentType;

        public HttpStatusCode StatusCode => answer.StatusCode;

        public bool IsSuccessStatusCode => answer.IsSuccessStatusCode;

        public IHttpResponseBody ResponseBody => this;

        public static async Task<KeptAnswer> OfAsync(IWebResponseData answer)
        {
            using var source = answer.ResponseBody;
            using var body = new MemoryStream();
            await (await source.OpenResponseAsync().ConfigureAwait(false)).CopyToAsync(body).ConfigureAwait(false);
            return new KeptAnswer(answer, body.ToArray());
        }

        public string Text() => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, Excerpt.LooksAt)));

        public string[] GetHeaderNames() => answer.GetHeaderNames();

        public bool IsHeaderPresent(string headerName) => answer.IsHeaderPresent(headerName);

        public string GetHeaderValue(string headerName) => answer.GetHeaderValue(headerName);

        public bool IsEventHeaderPresent(string headerName) => answer.IsEventHeaderPresent(headerName);

        public Amazon.Runtime.EventStreams.IEventStreamHeader GetEventStreamHeader(string headerName) =>
            answer.GetEventStreamHeader(headerName);

        public Stream OpenResponse() => new MemoryStream(body, writable: false);

        public Task<Stream> OpenResponseAsync() => Task.FromResult(OpenResponse());

        public void Dispose() { }
    }
}

/// <summary>The beginning of a stranger's text, fit for a record that people read: one line, and no secret in it.</summary>
internal static partial class Excerpt
{
    public const int MostCharacters = 200;

    /// <summary>So much of a text is looked at: what is shown of it stands well within.</summary>
    public const int LooksAt = 4096;

    public static string Of(string text)
    {
        var open = Secrets().Replace(text, "$1***");
        var line = Blanks().Replace(open, " ").Trim();
        if (line.Length <= MostCharacters)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters;
        return line[..end] + "…";
    }

    /// <summary>Blanks, control characters, and marks that turn a line's direction or hide in it.</summary>
    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}]+")]
    private static partial Regex Blanks();

    /// <summary>What a page may show of the request that it answers: access keys, tokens, signatures.</summary>
    [GeneratedRegex(
        @"((?:authorization|security-token|signature|credential|secret|password|token)\w*[""']?\s*[:=]\s*)[^\r\n<]+"
            + @"|(?:AKIA|ASIA)[A-Z0-9]{12,}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Secrets();
}
