using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.DatabaseErrors;

/// <summary>The evidence of the database procedure when nothing of it is missing.</summary>
public sealed record DatabaseErrorsSight(TableState State, TableLoad Load, AlarmReading Alarm, ActiveAlarms Alarms)
{
    public bool AlarmFiring => Alarm.IsFiring || Alarms.Any;

    /// <summary>What is throttled most; null when nothing is.</summary>
    public PartLoad? Worst { get; } = Load.Throttled.FirstOrDefault();

    /// <summary>Nothing is throttled, and DynamoDB answers without errors of its own.</summary>
    public bool IsQuiet => Worst is null && Load.SystemErrors == 0;

    /// <summary>Null when something is missing: then nothing may be decided from the rest.</summary>
    public static DatabaseErrorsSight? Of(Evidence seen) =>
        seen
            is {
                Table: Fact<TableState>.Known { Value: var state },
                TableLoad: Fact<TableLoad>.Known { Value: var load },
                Alarm: Fact<AlarmReading>.Known { Value: var alarm },
                Alarms: Fact<ActiveAlarms>.Known { Value: var alarms },
            }
            ? new DatabaseErrorsSight(state, load, alarm, alarms)
            : null;

    public override string ToString() => $"{Load}; {State}; alarm {Alarm}; active alarms {Alarms}";
}
