using LambdaOps.Core.Signals;

namespace LambdaOps.Core.Resources;

/// <summary>How an alarm compares a datapoint; by CloudWatch's names.</summary>
public enum Comparison
{
    GreaterThanThreshold,
    GreaterThanOrEqualToThreshold,
    LessThanThreshold,
    LessThanOrEqualToThreshold,
    LessThanLowerOrGreaterThanUpperThreshold,
    LessThanLowerThreshold,
    GreaterThanUpperThreshold,
}

/// <summary>What an alarm makes of a period without data (TreatMissingData).</summary>
public enum MissingData
{
    Missing,
    Ignore,
    Breaching,
    NotBreaching,
}

/// <summary>One period as an alarm sees it.</summary>
public enum PeriodReading
{
    /// <summary>There is no datapoint.</summary>
    Missing,

    Within,

    Breaching,
}

/// <summary>CloudWatch's names.</summary>
public static class MissingDataNames
{
    /// <summary>missing, ignore, breaching, notBreaching.</summary>
    public static string Text(this MissingData missing) =>
        char.ToLowerInvariant(missing.ToString()[0]) + missing.ToString()[1..];
}

/// <summary>Comparisons of datapoints.</summary>
public static class Comparisons
{
    /// <param name="lower">Of an anomaly band; null breaches nothing, like <paramref name="upper"/>.</param>
    public static bool IsBreaching(
        this Comparison comparison,
        double value,
        double threshold,
        double? lower = null,
        double? upper = null
    ) =>
        comparison switch
        {
            Comparison.GreaterThanThreshold => value > threshold,
            Comparison.GreaterThanOrEqualToThreshold => value >= threshold,
            Comparison.LessThanThreshold => value < threshold,
            Comparison.LessThanOrEqualToThreshold => value <= threshold,
            Comparison.LessThanLowerThreshold => value < lower,
            Comparison.GreaterThanUpperThreshold => value > upper,
            _ => value < lower || value > upper,
        };
}

/// <summary>
/// CloudWatch's rules for M out of N datapoints and for missing ones: "Configuring how CloudWatch alarms treat missing
/// data" in its documentation, with the tables there.
/// </summary>
/// <param name="Needed">M: so many breaching datapoints alarm.</param>
/// <param name="Periods">N.</param>
public readonly record struct AlarmRange(int Needed, int Periods, MissingData Treatment)
{
    /// <summary>Periods beyond N that are looked at for real datapoints before missing ones are filled in.</summary>
    public const int MoreThanPeriods = 2;

    /// <summary>The state that the datapoints come to; null keeps the present one.</summary>
    /// <param name="newestFirst">The evaluation range, <see cref="MoreThanPeriods"/> longer than N.</param>
    public AlarmState? StateOf(ReadOnlySpan<PeriodReading> newestFirst)
    {
        var (used, breaching, oldest) = (0, 0, 0);
        for (var age = 0; age < newestFirst.Length && used < Periods; age++)
        {
            if (newestFirst[age] == PeriodReading.Missing)
            {
                continue;
            }

            used++;
            if (newestFirst[age] == PeriodReading.Breaching)
            {
                breaching++;
                oldest = age;
            }
        }

        return Treatment switch
        {
            MissingData.Breaching => breaching + Periods - used >= Needed ? AlarmState.Alarm : AlarmState.Ok,
            MissingData.NotBreaching => breaching >= Needed ? AlarmState.Alarm : AlarmState.Ok,
            MissingData.Missing when used == 0 => AlarmState.InsufficientData,
            MissingData.Ignore when used == 0 => null,
            _ when breaching >= Needed => AlarmState.Alarm,
            _ when breaching < used => AlarmState.Ok,
            // AWS alarms early when the oldest breaching datapoint of the N periods is M or more periods old and
            // everything newer is breaching or missing.
            MissingData.Missing when oldest >= Periods || oldest + 1 >= Needed => AlarmState.Alarm,
            _ => null,
        };
    }
}
