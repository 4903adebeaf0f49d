using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Support;

/// <summary>Looks at the wired account.</summary>
internal static class Seeing
{
    /// <summary>The real adapters on an account's clients.</summary>
    public static LookTable Observer(this WiredAccount account) => account.Resources().Observer();

    /// <summary>What the default estate's service is looked at with, for an incident that began now.</summary>
    public static LookAt At(this WiredAccount account) =>
        new(
            WiredAccount.Estate,
            WiredAccount.Service,
            new IncidentId("one"),
            Alarm: null,
            account.World.Clock.Now,
            account.World.Clock.Now
        );

    public static AlarmRef AlarmOf(string name) =>
        new(name, $"arn:aws:cloudwatch:ap-northeast-1:1:alarm:{name}", default);

    /// <summary>What a look gives; it must be known.</summary>
    public static async Task<T> SeeAsync<T>(this IObserver observer, Look<T> look, LookAt at)
        where T : class =>
        Assert.IsType<Fact<T>.Known>(await observer.LookAsync(look, at, CancellationToken.None)).Value;
}
