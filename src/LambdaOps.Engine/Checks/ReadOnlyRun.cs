using System.Diagnostics;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Checks;

/// <summary>
/// One run of a check's part for a person who asks, which leaves nothing behind: it looks and decides as the function
/// does, and keeps, changes and sends nothing.
/// </summary>
public sealed class ReadOnlyRun(Estate estate, IObserver observer, TimeProvider machine)
{
    /// <summary>A person waits longer than a function may.</summary>
    private static readonly TimeSpan s_lookWithin = TimeSpan.FromSeconds(120);

    private const int MostSteps = 400;

    /// <param name="scheduledFor">The time of its schedule that it is made for.</param>
    /// <param name="now">AWS's time.</param>
    /// <exception cref="InvalidOperationException">The check wants to change something, or never ends.</exception>
    public async Task<CheckDecision.Report> RunAsync(
        Check check,
        CheckPart part,
        DateTimeOffset scheduledFor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (clock, run) = (
            new LoopClock(now, machine.GetTimestamp(), machine),
            new CheckRun(now, now) { ScheduledFor = scheduledFor, WhyHeld = "a person only asks" }
        );
        var (seen, waited) = (Evidence.NotAsked, TimeSpan.Zero);
        for (var step = 0; step < MostSteps; step++)
        {
            var decision = check.Decide(
                new CheckSituation(estate, part, run, seen, Results: [], Last: null, clock.Now + waited)
            );
            run = run with { Memory = decision.Memory };
            switch (decision)
            {
                case CheckDecision.Report report:
                    return report;
                case CheckDecision.Save:
                    seen = Evidence.NotAsked;
                    break;
                case CheckDecision.Wait wait:
                    // What it waits for is looked at again as it is now.
                    (seen, waited) = (Evidence.NotAsked, waited + wait.For);
                    break;
                case CheckDecision.Look look:
                    seen = await new Observation(observer, estate, look.About, s_lookWithin, machine).LookAsync(
                        Evidence.NotAsked,
                        look.Looks,
                        LookAt.For(estate, look.About, run, clock.Now),
                        clock,
                        cancellationToken
                    );
                    break;
                case CheckDecision.Act act:
                    throw new InvalidOperationException($"{check.Name} wants to {act.Changes[0].Description}");
                default:
                    throw new UnreachableException();
            }
        }

        throw new InvalidOperationException($"{check.Name} does not end after {MostSteps} steps");
    }
}
