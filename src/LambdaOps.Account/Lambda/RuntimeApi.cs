using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LambdaOps.Account.Lambda;

/// <summary>
/// The Lambda Runtime API (2018-06-01) for one execution environment, on a loopback port of its own: the function's
/// process knows no more of it than host and port. A bare Kestrel without a host: an environment costs a socket.
/// </summary>
public sealed class RuntimeApi : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const string Prefix = "/2018-06-01/runtime/";
    private readonly KestrelServer _server;
    private readonly RuntimeConversation _conversation = new();
    private readonly TimeProvider _machine;

    /// <param name="machine">The machine's clock: the process that reads the deadline lives by it.</param>
    public RuntimeApi(TimeProvider machine)
    {
        _machine = machine;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MaxRequestBodySize = null;
        options.Listen(IPAddress.Loopback, 0);
        var sockets = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions()),
            NullLoggerFactory.Instance
        );
        _server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
    }

    /// <summary>host:port, the value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address { get; private set; } = "";

    public async Task StartAsync()
    {
        await _server.StartAsync(this, CancellationToken.None);
        var bound = _server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(bound).Authority;
    }

    /// <summary>
    /// Hands the invocation to the runtime. Done when the runtime has answered and asked for the next one, which is
    /// when the environment is free again.
    /// </summary>
    public Task<RuntimeAnswer> InvokeAsync(RuntimeInvocation invocation) => _conversation.Begin(invocation);

    /// <summary>What the runtime has answered to the invocation at hand so far, or null.</summary>
    public RuntimeAnswer? AnswerSoFar => _conversation.AnswerSoFar;

    public async ValueTask DisposeAsync()
    {
        // A held GET would otherwise be waited for.
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) =>
        new DefaultHttpContext(contextFeatures);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception) { }

    Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var words = path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..].Split('/') : [];
        return (context.Request.Method, words) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context),
            ("POST", ["invocation", var id, "response"]) => AnswerAsync(context, id, isError: false),
            ("POST", ["invocation", var id, "error"]) => AnswerAsync(context, id, isError: true),
            ("POST", ["init", "error"]) => InitErrorAsync(context),
            _ => RefuseAsync(context, 404, "ResourceNotFound", $"No such resource: {path}"),
        };
    }

    private async Task NextAsync(HttpContext context)
    {
        if (_conversation.Next(context.RequestAborted) is not { } coming)
        {
            await RefuseAsync(
                context,
                403,
                "InvalidStateTransition",
                "State transition from RuntimeRunning to "
                    + "RuntimeReady failed for runtime. Error: the invocation at hand has no answer yet"
            );
            return;
        }

        try
        {
            var invocation = await coming;
            var deadline = _machine.GetUtcNow() + invocation.Timeout;
            var headers = context.Response.Headers;
            headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
            headers["Lambda-Runtime-Deadline-Ms"] = deadline
                .ToUnixTimeMilliseconds()
                .ToString(CultureInfo.InvariantCulture);
            headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.FunctionArn;
            headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = invocation.Payload.Length;
            await context.Response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The runtime is gone: its process' end is noticed elsewhere.
        }
    }

    private async Task AnswerAsync(HttpContext context, string requestId, bool isError)
    {
        var body = await ReadAsync(context);
        if (body.Length > InvokePayload.MostAnswerBytes)
        {
            _conversation.Answer(requestId, new RuntimeAnswer(true, InvokePayload.TooLargeAnswer(body.Length)));
            await RefuseAsync(
                context,
                413,
                "RequestEntityTooLarge",
                $"Exceeded maximum allowed payload size ({InvokePayload.MostAnswerBytes} bytes)."
            );
            return;
        }

        if (_conversation.Answer(requestId, new RuntimeAnswer(isError, body)))
        {
            await AcceptAsync(context);
            return;
        }

        await RefuseAsync(context, 400, "InvalidRequestID", "Invalid request ID");
    }

    private async Task InitErrorAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        if (_conversation.InitFailed(body))
        {
            await AcceptAsync(context);
            return;
        }

        await RefuseAsync(
            context,
            403,
            "InvalidStateTransition",
            "State transition from RuntimeReady to RuntimeInitError failed for runtime. Error: already initialised"
        );
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static Task AcceptAsync(HttpContext context) =>
        WriteAsync(context, 202, new JsonObject { ["status"] = "OK" });

    private static Task RefuseAsync(HttpContext context, int status, string type, string message) =>
        WriteAsync(context, status, new JsonObject { ["errorMessage"] = message, ["errorType"] = type });

    private static async Task WriteAsync(HttpContext context, int status, JsonObject document)
    {
        var body = JsonBytes.Of(document);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}

/// <summary>What a runtime posted for an invocation.</summary>
public sealed record RuntimeAnswer(bool IsError, byte[] Payload);
