using System.Reflection;
using System.Text.Json;
using LambdaOps.Account.Services;

namespace LambdaOps.Account.Wire.Models;

/// <summary>All service models that are built into the simulator.</summary>
public sealed class ServiceModels
{
    private const string Prefix = "models/";
    private static readonly Lazy<ServiceModels> s_embedded = new(ReadEmbedded);
    private readonly ServiceModel[] _models;

    private ServiceModels(ServiceModel[] models) => _models = models;

    public static ServiceModels Embedded => s_embedded.Value;

    public IReadOnlyList<ServiceModel> All => _models;

    public ServiceModel? Named(string name) => Array.Find(_models, m => m.Name == name);

    public ServiceModel? SignedAs(string signingName) => Array.Find(_models, m => m.SigningName == signingName);

    public ServiceModel? Targeted(string prefix) => Array.Find(_models, m => m.TargetPrefix == prefix);

    public ServiceModel? WithVersion(string apiVersion, string action) =>
        Array.Find(_models, m => m.ApiVersion == apiVersion && m.OperationNamed(action) is not null);

    private static ServiceModels ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal));
        return new ServiceModels([.. names.Order(StringComparer.Ordinal).Select(n => ReadOne(assembly, n))]);
    }

    private static ServiceModel ReadOne(Assembly assembly, string resource)
    {
        using var json = assembly.GetManifestResourceStream(resource)!;
        return ServiceModel.Read(Path.GetFileNameWithoutExtension(resource[Prefix.Length..]), json);
    }
}

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
