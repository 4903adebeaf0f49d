using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(Alarms), "alarmCheck")]
public abstract partial record CheckMemory
{
    /// <summary>
    /// What the check of alarms keeps from run to run: one of several alarms that a pattern matches would not be missed
    /// otherwise.
    /// </summary>
    /// <param name="Matched">The alarms that were there, and that only a pattern names.</param>
    /// <param name="Gone">Those that are not there any more, and when that was first seen.</param>
    public sealed record Alarms(ImmutableArray<string> Matched, ImmutableSortedDictionary<string, DateTimeOffset> Gone)
        : CheckMemory;
}
