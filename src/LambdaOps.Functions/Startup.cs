using Amazon.Lambda.Annotations;
using AWS.Lambda.Powertools.Logging;
using LambdaOps.Aws;
using LambdaOps.Aws.Invocations;
using LambdaOps.Core.Estates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LambdaOps.Functions;

/// <summary>The functions' composition: the only place that reads the environment.</summary>
[LambdaStartup]
public sealed class Startup
{
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance",
        "CA1822",
        Justification = "The generated wrapper calls it on an instance."
    )]
    public void ConfigureServices(IServiceCollection services)
    {
        ForeignAnswers.Tell();
        services.AddLogging(logging => logging.AddPowertoolsLogger());
        services.AddSingleton(provider => new FunctionOnAws(
            new FunctionSettings(Environment.GetEnvironmentVariable),
            provider.GetRequiredService<ILoggerFactory>()
        ));
        services.AddSingleton(provider => provider.GetRequiredService<FunctionOnAws>().LoadEstate());
        services.AddSingleton(provider =>
            Deployment.Compose(() =>
                provider.GetRequiredService<FunctionOnAws>().RemedyInvocation(provider.GetRequiredService<Estate>())
            )
        );
        services.AddSingleton(provider =>
            Deployment.Compose(() =>
                provider.GetRequiredService<FunctionOnAws>().JobInvocation(provider.GetRequiredService<Estate>())
            )
        );
        services.AddSingleton(provider => new HookedInvocation(
            () =>
            {
                var function = provider.GetRequiredService<FunctionOnAws>();
                return function.RemedyInvocation(function.LoadEstate());
            },
            provider.GetRequiredService<ILogger<HookedInvocation>>()
        ));
        services.AddSingleton(provider => new Invocation(provider.GetRequiredService<RemedyInvocation>()));
    }
}
