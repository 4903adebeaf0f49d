using System.Text;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>A line of letters that shows the course of a series where nothing can be drawn.</summary>
internal static class Sparkline
{
    private const int MostLetters = 48;

    private const string Bars = "▁▂▃▄▅▆▇█";

    private const char Gap = '·';

    /// <summary>
    /// Its letters go from the scale's low end to its high end. Where there are more places than letters, each letter
    /// shows the highest value of its places: a peak is never averaged away.
    /// </summary>
    public static string Of(ChartSeries series, int places, ChartScale scale)
    {
        var letters = Math.Min(places, MostLetters);
        var line = new StringBuilder(letters);
        for (var letter = 0; letter < letters; letter++)
        {
            line.Append(LetterOf(Highest(series, letter * places / letters, (letter + 1) * places / letters), scale));
        }

        return line.ToString();
    }

    private static double? Highest(ChartSeries series, int from, int until)
    {
        double? highest = null;
        for (var place = from; place < until; place++)
        {
            if (series.At(place) is { } value && !(value <= highest))
            {
                highest = value;
            }
        }

        return highest;
    }

    private static char LetterOf(double? value, ChartScale scale) =>
        value is { } present
            ? Bars[
                double.ConvertToInteger<int>(Math.Clamp(scale.ShareBelow(present) * Bars.Length, 0, Bars.Length - 1))
            ]
            : Gap;
}
