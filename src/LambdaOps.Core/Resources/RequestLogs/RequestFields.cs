using System.Text.RegularExpressions;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>How the fields of a request's log line are called.</summary>
/// <param name="Endpoint">What was asked for.</param>
/// <param name="Duration">How long it took, in milliseconds.</param>
public sealed partial record RequestFields(string Endpoint, string Duration)
{
    /// <summary>As the runbook has them.</summary>
    public static RequestFields Default { get; } = new("api_endpoint", "duration");

    /// <summary>What a query writes for the endpoint.</summary>
    public string EndpointInQuery => InQuery(Endpoint);

    public string DurationInQuery => InQuery(Duration);

    /// <summary>Those of the service whose log group it is.</summary>
    public static RequestFields Of(Estate estate, string logGroup) =>
        estate.Services.FirstOrDefault(service => service.LogGroup == logGroup)?.RequestFields ?? Default;

    /// <summary>Names that cannot be anything else in a query: no quotes, spaces or pipes.</summary>
    [GeneratedRegex("^[A-Za-z_@][A-Za-z0-9_.@-]{0,63}\\z")]
    internal static partial Regex Form();

    /// <summary>Logs Insights takes a hyphen for a minus, unless the name stands in backticks.</summary>
    /// <exception cref="InvalidOperationException">It is no name of a field.</exception>
    private static string InQuery(string name) =>
        !Form().IsMatch(name) ? throw new InvalidOperationException($"'{name}' is no name of a log line's field")
        : name.Contains('-', StringComparison.Ordinal) ? $"`{name}`"
        : name;
}
