using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Ports;

/// <summary>Notifies people. A notice that cannot be sent must not stop a remedy: the failure is a result.</summary>
public interface INotifier
{
    /// <summary>Null when it was sent, else why it was not.</summary>
    Task<string?> NotifyAsync(Notice notice, CancellationToken cancellationToken);
}

/// <summary>Counts what the loop does, by target and remedy.</summary>
public interface IMetrics
{
    void IncidentOpened(TargetId target, ProcedureName remedy);

    void ActionTaken(TargetId target, ProcedureName remedy, Change change);

    void ActionDenied(TargetId target, ProcedureName remedy, Denial denial);

    /// <summary>From the signal to the first change.</summary>
    void FirstAction(TargetId target, ProcedureName remedy, TimeSpan after);

    /// <summary>From the signal to the resolution.</summary>
    void Recovered(TargetId target, ProcedureName remedy, TimeSpan after);
}
