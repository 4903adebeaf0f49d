using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>Takes notices, or says why not.</summary>
internal sealed class FakeNotifier(Calls calls) : INotifier
{
    public List<Notice> Sent { get; } = [];

    public string? Failure { get; set; }

    public Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            $"notifier.{notice.Kind}",
            () =>
            {
                Sent.AddRange(Failure is null ? [notice] : []);
                return Failure;
            }
        );
}

/// <summary>Messages that come later.</summary>
internal sealed class FakeFollowUps(TimeProvider time, Calls calls) : IFollowUps
{
    public List<(DateTimeOffset Due, Signal Signal)> Pending { get; } = [];

    /// <summary>Whose function each message went to, in order.</summary>
    public List<FunctionName> Addressed { get; } = [];

    public Task SendAsync(Signal signal, FunctionName function, TimeSpan delay, CancellationToken cancellationToken) =>
        calls.MakeAsync(
            "followUps.send",
            () =>
            {
                Assert.InRange(delay, TimeSpan.Zero, IFollowUps.LongestDelay);
                Addressed.Add(function);
                Pending.Add((time.GetUtcNow() + delay, signal));
                return true;
            }
        );
}

/// <summary>Counts in one list.</summary>
internal sealed class FakeMetrics(Calls calls) : IMetrics
{
    public List<string> Counted { get; } = [];

    public void IncidentOpened(TargetId target, ProcedureName remedy) => Count("opened");

    public void ActionTaken(TargetId target, ProcedureName remedy, Change change) => Count("acted");

    public void ActionDenied(TargetId target, ProcedureName remedy, Denial denial) =>
        Count($"denied {denial.Guard.Name}");

    public void FirstAction(TargetId target, ProcedureName remedy, TimeSpan after) =>
        Count(FormattableString.Invariant($"first action after {after.TotalSeconds} s"));

    public void Recovered(TargetId target, ProcedureName remedy, TimeSpan after) =>
        Count(FormattableString.Invariant($"recovered after {after.TotalSeconds} s"));

    private void Count(string what) =>
        calls.Make(
            $"metrics.{what}",
            () =>
            {
                Counted.Add(what);
                return true;
            }
        );
}
