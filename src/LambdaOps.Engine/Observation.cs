using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine;

/// <summary>
/// One look at all that a remedy wants to see, side by side, each part within its bound; what fails is missing, what is
/// not wanted is not asked.
/// </summary>
internal sealed class Observation(
    IObserver observer,
    Estate estate,
    Resource target,
    TimeSpan bound,
    TimeProvider machine
)
{
    /// <summary>Looks at what is wanted, in that order; the rest stays as it was seen before.</summary>
    public Task<Evidence> LookAsync(
        Evidence before,
        ImmutableArray<Look> wanted,
        Incident incident,
        LoopClock clock,
        CancellationToken cancellationToken
    ) => LookAsync(before, wanted, LookAt.For(estate, target, incident, clock.Now), clock, cancellationToken);

    public async Task<Evidence> LookAsync(
        Evidence before,
        ImmutableArray<Look> wanted,
        LookAt at,
        LoopClock clock,
        CancellationToken cancellationToken
    )
    {
        var asked = wanted.RemoveAll(look => !look.IsAbout(target));
        var seen = before.With(
            await SeeAsync(asked.RemoveAll(static look => look.OnlyIf is not null), at, clock, cancellationToken)
        );
        var then = asked.RemoveAll(look => look.OnlyIf?.Invoke(seen) != true);
        return (
            then.IsEmpty ? seen : seen.With(await SeeAsync(then, at with { Seen = seen }, clock, cancellationToken))
        ).WithoutContradiction();
    }

    /// <summary>Side by side.</summary>
    private async Task<(Look, Fact)[]> SeeAsync(
        ImmutableArray<Look> asked,
        LookAt at,
        LoopClock clock,
        CancellationToken cancellationToken
    )
    {
        var seeing = new Task<Fact>[asked.Length];
        using var shared = new Bound(bound, machine, cancellationToken);
        for (var index = 0; index < asked.Length; index++)
        {
            // All looks begin now: one bound is each one's own.
            seeing[index] =
                BoundOf(asked[index]) is var own && own != bound
                    ? SeeWithinAsync(own, asked[index], at, clock, cancellationToken)
                    : SeeAsync(asked[index], at, clock, shared);
        }

        var seen = new (Look, Fact)[asked.Length];
        for (var index = 0; index < asked.Length; index++)
        {
            seen[index] = (asked[index], await seeing[index]);
        }

        return seen;
    }

    private TimeSpan BoundOf(Look look) =>
        look.AtMost is { } shorter && shorter < bound ? shorter
        : look.TakesUpTo(target) is var longer && longer > bound ? longer
        : bound;

    private async Task<Fact> SeeWithinAsync(
        TimeSpan span,
        Look look,
        LookAt at,
        LoopClock clock,
        CancellationToken cancellationToken
    )
    {
        using var own = new Bound(span, machine, cancellationToken);
        return await SeeAsync(look, at, clock, own);
    }

    private async Task<Fact> SeeAsync(Look look, LookAt at, LoopClock clock, Bound within)
    {
        if (look.Foregone(at) is { } known)
        {
            return known;
        }

        try
        {
            var seen = await observer.LookAsync(look, at, within.Either);
            return seen.SeenAt(clock.Now);
        }
        catch (OperationCanceledException) when (within.IsOver)
        {
            return look.Missing(FormattableString.Invariant($"no answer within {within.Span.TotalSeconds:0.#} s"));
        }
        catch (NotObservableException answered)
        {
            return look.Missing(answered.Message);
        }
#pragma warning disable CA1031 // Whatever goes wrong in looking, the fact is missing; the loop decides what that means.
        catch (Exception failed) when (failed is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return look.Missing($"{failed.GetType().Name}: {failed.Message}");
        }
    }

    /// <summary>What ends a look: a time, or the end of the invocation.</summary>
    private sealed class Bound : IDisposable
    {
        private readonly CancellationToken _invocation;
        private readonly CancellationTokenSource _timeout;
        private readonly CancellationTokenSource _either;

        public Bound(TimeSpan span, TimeProvider machine, CancellationToken invocation)
        {
            (Span, _invocation) = (span, invocation);
            _timeout = new CancellationTokenSource(span, machine);
            _either = CancellationTokenSource.CreateLinkedTokenSource(invocation, _timeout.Token);
        }

        public TimeSpan Span { get; }

        public CancellationToken Either => _either.Token;

        /// <summary>Whether the time ended it.</summary>
        public bool IsOver => _timeout.IsCancellationRequested && !_invocation.IsCancellationRequested;

        public void Dispose()
        {
            _either.Dispose();
            _timeout.Dispose();
        }
    }
}
