using System.Globalization;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>Numbers of charts, written alike in every language and on every machine.</summary>
internal static class DocumentNumber
{
    /// <summary>From here on a number is written as a power of ten: nobody counts that many digits.</summary>
    private const double Huge = 1e15;

    private const double Tiny = 1e-4;

    public static string Write(double value)
    {
        var size = Math.Abs(value);
        var format = size switch
        {
            0 => "0",
            < Tiny or >= Huge => "0.##E0",
            < 1 => "0.####",
            // Availability needs its decimals: 99.995 is not 100.
            <= 100 => "0.###",
            < 1000 => "0.#",
            _ => "#,##0",
        };
        // A zero has no sign.
        return (value + 0.0).ToString(format, CultureInfo.InvariantCulture);
    }

    public static string Write(double value, string unit) => WithUnit(Write(value), unit);

    public static string WithUnit(string value, string unit) => unit.Length == 0 ? value : $"{value} {unit}";

    public static string Write(int count) => count.ToString("#,##0", CultureInfo.InvariantCulture);
}
