using System.Net;
using System.Text;
using Amazon.Runtime;
using Header = System.Collections.Generic.KeyValuePair<string, System.Collections.Generic.IEnumerable<string>>;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>What was sent: the request as it would have left the machine.</summary>
public sealed record Sent(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>An answer to give.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, params (string Name, string Value)[] Headers);

/// <summary>Takes the network's place: keeps what was sent, gives the answers in turn, the last one for ever.</summary>
public sealed class FakeWire(params Answer[] answers) : HttpClientFactory
{
    private readonly List<Sent> _sent = [];

    public IReadOnlyList<Sent> Sent => _sent;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Handler(FakeWire wire) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var body = request.Content == null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var headers = request
                .Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<Header>())
                .ToDictionary(
                    header => header.Key,
                    header => string.Join(",", header.Value),
                    StringComparer.OrdinalIgnoreCase
                );
            var answer = wire.AnswerTo(new Sent(request.Method.Method, request.RequestUri!, headers, body));
            var response = new HttpResponseMessage(answer.Status)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Body)),
                RequestMessage = request,
            };
            foreach (var (name, value) in answer.Headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        }
    }

    private Answer AnswerTo(Sent sent)
    {
        _sent.Add(sent);
        return answers[Math.Min(_sent.Count, answers.Length) - 1];
    }
}
