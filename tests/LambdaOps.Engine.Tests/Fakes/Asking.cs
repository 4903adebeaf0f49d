using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Engine.Tests.Fakes;

/// <summary>Asks a person at once, of a severity that a test wants; then it only watches.</summary>
internal sealed class Asking(Severity severity, TimeSpan checkEvery) : Remedy
{
    public override ProcedureName Name => ServiceUnavailableProcedure.ProcedureName;

    public override Paragraph Paragraph { get; } = new("asked", "asks", "asked");

    public override ImmutableArray<Look> Looks => [HealthUrlLooks.Probe, LoadBalancingLooks.Targets];

    public override ImmutableArray<ChangeKind> Changes => [ChangeKind.ForceNewDeployment];

    /// <summary>What is decided once a person has it; null is to wait.</summary>
    public Func<DateTimeOffset, Decision?>? Then { get; set; }

    public override ImmutableArray<PolicyNumber> Numbers => [];

    public override RemedySetting? SettingFor(Resource target) =>
        target is not OperatedService { ServiceUnavailable: not null }
            ? null
            : new RemedySetting(Mode.Act, TimeSpan.Zero, checkEvery) { NotifyWithin = TimeSpan.FromMinutes(15) };

    public override Decision Decide(Incident incident, Evidence seen, Resource target, DateTimeOffset now) =>
        !incident.IsHandedOff
            ? new Decision.Escalate(severity, NextStep.TableCapacity, checkEvery, "it did not help")
            : Then?.Invoke(now)
                ?? new Decision.Wait(Phase.HandedOff, checkEvery, new Until.OnCall(), "handed off to on-call");
}
