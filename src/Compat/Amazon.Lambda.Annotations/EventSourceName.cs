namespace Amazon.Lambda.Annotations;

/// <summary>The name an event gets in the template when its attribute gives it none.</summary>
internal static class EventSourceName
{
    private const int ArnParts = 6;

    /// <summary><c>@Queue</c> is Queue; an ARN is the letters and digits of its last part.</summary>
    internal static string From(string source)
    {
        if (string.IsNullOrEmpty(source))
        {
            return string.Empty;
        }

        if (source.StartsWith('@'))
        {
            return source[1..];
        }

        var arn = source.Split(':', ArnParts);
        return arn.Length < ArnParts ? source : LettersAndDigits(arn[^1]);
    }

    internal static string FromExpression(string expression)
    {
        var name = LettersAndDigits(expression ?? string.Empty);
        return name.Length > 0 ? name : "ScheduleEvent";
    }

    private static string LettersAndDigits(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
