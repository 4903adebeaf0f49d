using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Ports;

/// <summary>
/// What an in-process journal holds of checks' runs, and its rules, without calls, faults and clocks: a test holds them
/// against DynamoDB's.
/// </summary>
public sealed class SimulatedRunStore
{
    private readonly Dictionary<(ProcedureName Check, string Part), Row> _rows = [];

    /// <summary>The kill switch.</summary>
    public ControlSwitch Control { get; set; } = ControlSwitch.Unset;

    public IEnumerable<CheckRecord> Records => _rows.Values.Select(row => row.Record);

    /// <param name="now">In whole seconds.</param>
    public RunView Read(ProcedureName check, string part, DateTimeOffset now)
    {
        var row = _rows.GetValueOrDefault((check, part)) ?? new Row(new CheckRecord(check, part), 0, null);
        return new RunView(row.Record, Control.At(now), row.Revision, row.LeasedUntil, now);
    }

    /// <summary>Writes a record; null when it was written since that revision.</summary>
    /// <param name="until">Until when it is leased; null when it is free.</param>
    public RunLease? Write(CheckRecord record, long seen, DateTimeOffset? until)
    {
        var key = (record.Check, record.Part);
        var (row, next) = (_rows.GetValueOrDefault(key), seen + 1);
        var lease = new RunLease(record.Check, record.Part, next, until ?? DateTimeOffset.UnixEpoch);
        if ((row?.Revision ?? 0) != seen)
        {
            // What is there already is a write whose answer was lost.
            return row?.Revision == next && row.Record == record ? lease : null;
        }

        _rows[key] = new Row(record, next, until > DateTimeOffset.UnixEpoch ? until : null);
        return lease;
    }

    private sealed record Row(CheckRecord Record, long Revision, DateTimeOffset? LeasedUntil);
}
