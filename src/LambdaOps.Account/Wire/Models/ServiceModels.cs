using System.Reflection;

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
