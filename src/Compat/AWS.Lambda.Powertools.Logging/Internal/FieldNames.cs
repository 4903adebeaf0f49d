using System.Text.Json;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>Writes field names in the chosen case.</summary>
internal sealed class FieldNames
{
    private readonly LoggerOutputCase _case;

    internal FieldNames(LoggerOutputCase @case)
    {
        _case = @case;
    }

    internal bool ArePascalCase => _case == LoggerOutputCase.PascalCase;

    internal string Write(string name) =>
        _case switch
        {
            LoggerOutputCase.CamelCase => JsonNamingPolicy.CamelCase.ConvertName(ToPascalCase(name)),
            LoggerOutputCase.PascalCase => ToPascalCase(name),
            _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(name),
        };

    private static string ToPascalCase(string name) =>
        string.Concat(
            name.Split('_', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => string.Concat(char.ToUpperInvariant(word[0]).ToString(), word.AsSpan(1)))
        );
}
