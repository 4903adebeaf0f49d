using Amazon.Runtime;
using Amazon.Runtime.Internal;
using LambdaOps.Account.Lambda;

namespace LambdaOps.Drills;

/// <summary>
/// Makes the SDK's clients of one execution environment reach the account without a socket. Nothing that they do leaves
/// the caller's thread or waits in real time, so that a run with the same seed makes the same calls.
/// </summary>
/// <param name="door">Answers for <see cref="Host"/>.</param>
internal sealed class InMemoryClients(HttpMessageHandler door, FunctionCredentials credentials, string region)
    : HttpClientFactory
{
    /// <summary>Resolved nowhere.</summary>
    public const string Host = "account.invalid";

    private static int s_environments;

    private readonly AWSCredentials _credentials = new SessionAWSCredentials(
        credentials.AccessKeyId,
        credentials.SecretAccessKey,
        credentials.SessionToken
    );

    /// <summary>The SDK counts what it may retry by the endpoint's URL: each environment's is its own, as in Lambda.</summary>
    private readonly int _environment = Interlocked.Increment(ref s_environments);

    static InMemoryClients() => RuntimePipelineCustomizerRegistry.Instance.Register(new RetryAtOnce());

    public void Configure(ClientConfig config)
    {
        config.DefaultAWSCredentials = _credentials;
        config.ServiceURL = FormattableString.Invariant(
            $"https://{config.AuthenticationServiceName}.e{_environment}.{Host}"
        );
        config.AuthenticationRegion = region;
        config.HttpClientFactory = this;
        if (config is Amazon.S3.AmazonS3Config s3)
        {
            s3.ForcePathStyle = true;
        }
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(door, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>
    /// Retries are made and counted as ever, without the pause before them: virtual time stands still while a function
    /// runs. Clients that reach the account in another way keep their own factory.
    /// </summary>
    private sealed class RetryAtOnce : IRuntimePipelineCustomizer
    {
        public string UniqueName => "LambdaOps.RetryAtOnce";

        public void Customize(Type type, RuntimePipeline pipeline)
        {
            if (pipeline.Handlers.OfType<RetryHandler>().FirstOrDefault()?.RetryPolicy is StandardRetryPolicy policy)
            {
                pipeline.AddHandler(new Patience(policy));
            }
        }
    }

    private sealed class Patience(StandardRetryPolicy policy) : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            if (executionContext.RequestContext.ClientConfig.HttpClientFactory is InMemoryClients)
            {
                policy.MaxBackoffInMilliseconds = 0;
            }

            return base.InvokeAsync<T>(executionContext);
        }
    }
}
