using System.Globalization;
using System.Text.Json;

namespace AWS.Lambda.Powertools.Logging.Internal;

/// <summary>
/// What the environment tells about the function and its invocation. The real package takes these and the request id
/// from the context, in code that it weaves into methods marked [Logging]; here a function appends as keys what only
/// its context knows, and appended keys go before these.
/// </summary>
internal sealed class LambdaFields
{
    private const string Root = "Root=";
    private readonly Func<string, string> _environment;
    private readonly List<KeyValuePair<string, object>> _function = [];

    internal LambdaFields(Func<string, string> environment)
    {
        _environment = environment;
        Add("FunctionName", environment("AWS_LAMBDA_FUNCTION_NAME"));
        Add("FunctionVersion", environment("AWS_LAMBDA_FUNCTION_VERSION"));
        if (int.TryParse(environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var mb))
        {
            Add("FunctionMemorySize", mb);
        }
    }

    internal IEnumerable<KeyValuePair<string, object>> Now() =>
        TraceId() is { } trace
            ? _function.Append(KeyValuePair.Create<string, object>("XrayTraceId", trace))
            : _function;

    private string TraceId()
    {
        var header = _environment("_X_AMZN_TRACE_ID");
        if (string.IsNullOrEmpty(header))
        {
            return null;
        }

        var first = header.Split(';')[0];
        return first.StartsWith(Root, StringComparison.Ordinal) ? first[Root.Length..] : first;
    }

    private void Add(string name, object value)
    {
        if (value is not null and not "")
        {
            _function.Add(new(name, value));
        }
    }
}

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
