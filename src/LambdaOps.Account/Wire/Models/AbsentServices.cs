using System.Reflection;
using System.Text.Json;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Wire.Models;

/// <summary>
/// The AWS services that the simulated account does not have, each with just enough of its model to say so in its own
/// protocol.
/// </summary>
internal static class AbsentServices
{
    private static readonly Lazy<Dictionary<string, JsonElement>> s_all = new(Read);

    public static ServiceModel? SignedAs(string signingName) =>
        s_all.Value.TryGetValue(signingName, out var metadata) ? ServiceModel.Absent(signingName, metadata) : null;

    /// <summary>501: neither the CLI nor an SDK tries that again.</summary>
    public static ServiceFault NotYet(ServiceModel service) =>
        new("NotImplemented", $"The simulated account does not have {service.Title} yet.", 501);

    private static Dictionary<string, JsonElement> Read()
    {
        using var json = Assembly.GetExecutingAssembly().GetManifestResourceStream("absent.json")!;
        using var document = JsonDocument.Parse(json);
        return document
            .RootElement.EnumerateObject()
            .ToDictionary(x => x.Name, x => x.Value.Clone(), StringComparer.Ordinal);
    }
}
