using LambdaOps.Core.Estates;
using LambdaOps.Core.Evidence;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

/// <summary>One look at everything, side by side, each part within its bound; what fails is missing.</summary>
internal sealed class Observation(IObserver observer, TimeSpan bound, TimeProvider machine)
{
    public async Task<ServiceEvidence> LookAsync(
        OperatedService service, AlarmRef? alarm, LoopClock clock, CancellationToken cancellationToken)
    {
        var health = SeeAsync(token => observer.HealthAsync(service.Health, token), clock, cancellationToken);
        var targets = SeeAsync(token => observer.TargetsAsync(service, token), clock, cancellationToken);
        var state = ServiceAsync(service, clock, cancellationToken);
        var reading = alarm is null
            ? Task.FromResult(Fact.Known(AlarmReading.None, clock.Now))
            : SeeAsync(token => observer.AlarmAsync(alarm, token), clock, cancellationToken);
        return new ServiceEvidence(await health, await targets, await state, await reading);
    }

    public Task<Fact<ServiceState>> ServiceAsync(
        OperatedService service, LoopClock clock, CancellationToken cancellationToken) =>
        SeeAsync(token => observer.ServiceAsync(service, clock.Now, token), clock, cancellationToken);

    private async Task<Fact<T>> SeeAsync<T>(
        Func<CancellationToken, Task<T>> look, LoopClock clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(bound, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var seen = await look(either.Token);
            return Fact.Known(seen, clock.Now);
        }
        catch (OperationCanceledException)
            when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Fact.Missing<T>(FormattableString.Invariant($"no answer within {bound.TotalSeconds:0.#} s"));
        }
#pragma warning disable CA1031 // Whatever goes wrong in looking, the fact is missing; the loop decides what that means.
        catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Fact.Missing<T>($"{failed.GetType().Name}: {failed.Message}");
        }
    }
}
