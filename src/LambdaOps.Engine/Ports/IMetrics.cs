using LambdaOps.Core;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Ports;

/// <summary>Counts what the loop does, by target and remedy.</summary>
public interface IMetrics
{
    void IncidentOpened(TargetId target, RemedyName remedy);

    void ActionTaken(TargetId target, RemedyName remedy, Change action);

    void ActionDenied(TargetId target, RemedyName remedy, Denial denial);

    /// <summary>From the signal to the first action.</summary>
    void FirstAction(TargetId target, RemedyName remedy, TimeSpan after);

    /// <summary>From the signal to the resolution.</summary>
    void Recovered(TargetId target, RemedyName remedy, TimeSpan after);
}
