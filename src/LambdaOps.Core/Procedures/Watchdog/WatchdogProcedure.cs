using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Watchdog;

/// <summary>
/// Whether each open incident is still looked at. The runbook leaves that to whoever is awake; here a chain of delayed
/// messages does it, and a message can be lost. It looks into the journal alone, so that it works when nothing else
/// does; what is overdue and what is unattended, <see cref="AwaitedTick"/> says.
/// </summary>
public sealed class WatchdogProcedure : Procedure
{
    public static ProcedureName ProcedureName { get; } = new("watchdog");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Watch");

    public override Paragraph Paragraph { get; } =
        new(
            When: "every 5 minutes",
            Does: "sends the next look of an open incident again when it is overdue; pages on-call when nothing has "
                + "looked for a quarter of an hour",
            StopsWhen: "every open incident is looked at in time"
        );

    public override ImmutableArray<Trigger> Triggers { get; } =
    [new Trigger.ByClock(new Schedule.Every(TimeSpan.FromMinutes(5)))];

    public override ImmutableArray<Look> Looks => [];

    public override ImmutableArray<ChangeKind> Changes => [];

    public override ImmutableArray<PolicyNumber> Numbers => [];

    public override bool StandsBy => true;
}
