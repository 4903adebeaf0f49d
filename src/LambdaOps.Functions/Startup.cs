using Amazon.Lambda.Annotations;
using AWS.Lambda.Powertools.Logging;
using LambdaOps.Aws;
using LambdaOps.Aws.Estates;
using LambdaOps.Aws.Invocations;
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
        services.AddSingleton(provider => provider.GetRequiredService<FunctionOnAws>().LiveEstate());
        services.AddSingleton(provider => new Invocation(Deployment.Compose(() => RemediesOf(provider))));
        services.AddSingleton(provider => new Jobs(Deployment.Compose(() => JobsOf(provider))));
        services.AddSingleton(provider => new HookedInvocation(
            () => RemediesOf(provider),
            provider.GetRequiredService<ILogger<HookedInvocation>>()
        ));
    }

    private static Func<Task<RemedyInvocation>> RemediesOf(IServiceProvider provider)
    {
        var function = provider.GetRequiredService<FunctionOnAws>();
        var now = new ByEstate<RemedyInvocation>(
            provider.GetRequiredService<LiveEstate>(),
            estate => function.RemedyInvocation(estate.Estate, estate.Version)
        ).Made();
        return () => now.NowAsync();
    }

    private static Func<Task<JobInvocation>> JobsOf(IServiceProvider provider)
    {
        var function = provider.GetRequiredService<FunctionOnAws>();
        var now = new ByEstate<JobInvocation>(
            provider.GetRequiredService<LiveEstate>(),
            estate => function.JobInvocation(estate.Estate)
        ).Made();
        return () => now.NowAsync();
    }
}
