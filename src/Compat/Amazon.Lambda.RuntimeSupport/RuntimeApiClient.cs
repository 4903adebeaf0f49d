using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
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
