using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.RuntimeSupport.Helpers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Talks to the Lambda Runtime API over HTTP.</summary>
public class RuntimeApiClient : IRuntimeApiClient
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue ErrorJson = new("application/vnd.aws.lambda.error+json");
    private readonly HttpClient _http;
    private readonly LambdaEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly ConsoleLambdaLogger _logger;
    private readonly string _base;

    public RuntimeApiClient(HttpClient httpClient)
        : this(httpClient, null, new LambdaEnvironment(), null, TimeProvider.System) { }

    internal RuntimeApiClient(
        HttpClient http,
        string endpoint,
        LambdaEnvironment environment,
        IConsoleLoggerWriter console,
        TimeProvider time
    )
    {
        _http = http;
        _environment = environment;
        _time = time;
        ConsoleLogger = console ?? LogLevelLoggerWriter.OfTheConsole();
        _logger = new ConsoleLambdaLogger(ConsoleLogger);
        endpoint ??= environment.RuntimeServerHostAndPort;
        _base = $"http://{endpoint}/2018-06-01/runtime/";
    }

    public IConsoleLoggerWriter ConsoleLogger { get; }

    public Task ReportInitializationErrorAsync(
        Exception exception,
        string errorType = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(exception);
        return PostErrorAsync("init/error", exception, errorType, cancellationToken);
    }

    public Task ReportInitializationErrorAsync(string errorType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(errorType);
        return PostErrorAsync("init/error", null, errorType, cancellationToken);
    }

    public async Task<InvocationRequest> GetNextInvocationAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _base + "invocation/next");
        using var response = await _http.SendAsync(request, cancellationToken);
        await ThrowUnlessAsync(HttpStatusCode.OK, response, cancellationToken);
        var headers = new RuntimeApiHeaders(response.Headers);
        LambdaEnvironment.SetXAmznTraceId(headers.TraceId);
        ConsoleLogger.SetRuntimeHeaders(headers);
        var payload = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new InvocationRequest(
            new MemoryStream(payload, 0, payload.Length, writable: false, publiclyVisible: true),
            new LambdaContext(headers, _environment, _logger, _time)
        );
    }

    public Task ReportInvocationErrorAsync(
        string awsRequestId,
        Exception exception,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(awsRequestId);
        ArgumentNullException.ThrowIfNull(exception);
        return PostErrorAsync(Of(awsRequestId, "error"), exception, exception.GetType().Name, cancellationToken);
    }

    public async Task RestoreNextInvocationAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _base + "restore/next");
        using var response = await _http.SendAsync(request, cancellationToken);
        await ThrowUnlessAsync(HttpStatusCode.OK, response, cancellationToken);
    }

    public Task ReportRestoreErrorAsync(
        Exception exception,
        string errorType = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(exception);
        return PostErrorAsync("restore/error", exception, errorType, cancellationToken);
    }

    public async Task SendResponseAsync(
        string awsRequestId,
        Stream outputStream,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(awsRequestId);
        using var content = new StreamContent(outputStream ?? Stream.Null);
        content.Headers.ContentType = Json;
        using var request = new HttpRequestMessage(HttpMethod.Post, _base + Of(awsRequestId, "response"));
        request.Content = content;
        using var response = await _http.SendAsync(request, cancellationToken);
        await ThrowUnlessAsync(HttpStatusCode.Accepted, response, cancellationToken);
    }

    private static string Of(string awsRequestId, string what) =>
        $"invocation/{Uri.EscapeDataString(awsRequestId)}/{what}";

    private async Task PostErrorAsync(
        string path,
        Exception exception,
        string errorType,
        CancellationToken cancellationToken
    )
    {
        using var content = new ByteArrayContent(exception == null ? [] : ErrorReport.ToJson(exception));
        content.Headers.ContentType = ErrorJson;
        using var request = new HttpRequestMessage(HttpMethod.Post, _base + path);
        request.Content = content;
        if (errorType != null)
        {
            request.Headers.TryAddWithoutValidation(ErrorTypeHeader, errorType);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        await ThrowUnlessAsync(HttpStatusCode.Accepted, response, cancellationToken);
    }

    private static async Task ThrowUnlessAsync(
        HttpStatusCode expected,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (response.StatusCode == expected)
        {
            return;
        }

        var status = (int)response.StatusCode;
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new RuntimeApiClientException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The Runtime API answered {status} to {response.RequestMessage?.RequestUri?.AbsolutePath}: {body}"
            ),
            status,
            body,
            response.Headers.ToDictionary(h => h.Key, h => h.Value),
            null
        );
    }
}

/// <summary>The Lambda Runtime API, version 2018-06-01.</summary>
public interface IRuntimeApiClient
{
    IConsoleLoggerWriter ConsoleLogger { get; }

    Task ReportInitializationErrorAsync(
        Exception exception,
        string errorType = null,
        CancellationToken cancellationToken = default
    );

    Task ReportInitializationErrorAsync(string errorType, CancellationToken cancellationToken = default);

    /// <summary>Waits, however long it takes, for the next invocation.</summary>
    Task<InvocationRequest> GetNextInvocationAsync(CancellationToken cancellationToken = default);

    Task ReportInvocationErrorAsync(
        string awsRequestId,
        Exception exception,
        CancellationToken cancellationToken = default
    );

    /// <summary>Waits until the snapshot of this process has been restored (SnapStart).</summary>
    Task RestoreNextInvocationAsync(CancellationToken cancellationToken = default);

    Task ReportRestoreErrorAsync(
        Exception exception,
        string errorType = null,
        CancellationToken cancellationToken = default
    );

    Task SendResponseAsync(string awsRequestId, Stream outputStream, CancellationToken cancellationToken = default);
}

/// <summary>The Runtime API refused a request.</summary>
public class RuntimeApiClientException : Exception
{
    public RuntimeApiClientException(
        string message,
        int statusCode,
        string response,
        Dictionary<string, IEnumerable<string>> headers,
        Exception innerException
    )
        : base(message, innerException)
    {
        StatusCode = statusCode;
        Response = response;
        Headers = headers;
    }

    public int StatusCode { get; }

    /// <summary>The body of the answer.</summary>
    public string Response { get; }

    public Dictionary<string, IEnumerable<string>> Headers { get; }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP {StatusCode}: {Response}{Environment.NewLine}{base.ToString()}"
        );
}

/// <summary>An exception as Lambda wants to read it: errorType, errorMessage, stackTrace, cause.</summary>
internal static class ErrorReport
{
    // Lambda refuses reports of more than 256 KB: 5 exceptions of 4,096 + 50 x 256 characters of 3 bytes are less.
    private const int DeepestCause = 4;
    private const int LongestMessage = 4096;
    private const int MostFrames = 50;
    private const int LongestFrame = 256;
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static byte[] ToJson(Exception exception)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            Write(writer, exception, 0);
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, Exception exception, int depth)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType", exception.GetType().Name);
        writer.WriteString("errorMessage", Shorten(exception.Message, LongestMessage));
        if (exception.StackTrace is { Length: > 0 })
        {
            writer.WriteStartArray("stackTrace");
            foreach (var frame in Frames(exception))
            {
                writer.WriteStringValue(Shorten(frame, LongestFrame));
            }

            writer.WriteEndArray();
        }

        if (exception.InnerException is { } cause && depth < DeepestCause)
        {
            writer.WritePropertyName("cause");
            Write(writer, cause, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<string> Frames(Exception exception) =>
        exception
            .StackTrace.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Take(MostFrames);

    private static string Shorten(string text, int longest) =>
        text?.Length > longest ? string.Concat(text.AsSpan(0, longest - 1), "…") : text;
}
