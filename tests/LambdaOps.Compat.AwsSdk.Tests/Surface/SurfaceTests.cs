using System.Runtime.CompilerServices;

namespace LambdaOps.Compat.AwsSdk.Tests;

public sealed class SurfaceTests
{
    private static readonly HashSet<string> s_listed =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Surface", "not-from-the-model.txt"))
            .Where(line => line != "" && !line.StartsWith('#')),
    ];

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public void Assembly_ShowsNothingThatTheRealOneDoesNot(string stem)
    {
        var service = CompatService.Of(stem);
        var rules = new SurfaceRules(service, s_listed);

        rules.Check(service.Assembly.GetExportedTypes());

        Assert.Empty(rules.Violations);
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public void List_HasNothingThatAnAssemblyLacks(string stem)
    {
        var service = CompatService.Of(stem);
        var rules = new SurfaceRules(service, s_listed);

        rules.Check(service.Assembly.GetExportedTypes());

        Assert.Empty(s_listed.Except(rules.UsedFromTheList));
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public void Assembly_HasTheRealOnesNameAndIsObliviousToNull(string stem)
    {
        var service = CompatService.Of(stem);

        Assert.Equal($"AWSSDK.{service.Package}", service.Assembly.GetName().Name);
        Assert.DoesNotContain(
            service.Assembly.GetExportedTypes(),
            type =>
                type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == nameof(NullableContextAttribute))
        );
    }

    [Theory]
    [MemberData(nameof(CompatService.Services), MemberType = typeof(CompatService))]
    public void Client_HasTheOperationsOfItsInterface(string stem)
    {
        var service = CompatService.Of(stem);

        Assert.NotEmpty(service.Operations);
        Assert.All(
            service.Operations,
            operation => Assert.NotNull(service.Type($"Amazon{stem}Client")!.GetMethod(operation + "Async"))
        );
    }

    [Theory]
    [InlineData(typeof(Amazon.ECS.Model.Cluster), "Cluster.RunningTasksCount : Int32 is Int32, should be Int32?")]
    [InlineData(typeof(Amazon.ECS.Model.Cluster), "Cluster.Invented : String is no member of the model")]
    [InlineData(
        typeof(Amazon.ECS.Model.Cluster),
        "Cluster.CapacityProviders : IList<String> is IList<String>, should be List<String>"
    )]
    [InlineData(typeof(Amazon.ECS.Model.Cluster), "Cluster.Register() : Void is no member of the model")]
    [InlineData(typeof(Amazon.ECS.Model.Cluster), "Cluster does not derive from System.Object")]
    [InlineData(typeof(Amazon.ECS.Model.Nonsense), "Nonsense is no shape of the model")]
    [InlineData(
        typeof(Amazon.SecretsManager.Model.ResourceExistsException),
        "ResourceExistsException(Int32) is not of an exception"
    )]
    [InlineData(
        typeof(Amazon.SecretsManager.Model.ResourceExistsException),
        "ResourceExistsException.Limit : Int32 is not of an exception"
    )]
    [InlineData(
        typeof(Amazon.SecretsManager.Model.ResourceExistsException),
        "ResourceExistsException does not derive from the service's"
    )]
    [InlineData(typeof(Amazon.ECS.SortOrder), "SortOrder.Task is not of an enumeration or has another value")]
    [InlineData(typeof(Amazon.ECS.SortOrder), "SortOrder lacks ASC")]
    [InlineData(typeof(Amazon.ECS.Mood), "Mood is no enumeration of the model")]
    [InlineData(typeof(Amazon.ECS.IAmazonEcsToo), "IAmazonEcsToo is listed nowhere")]
    [InlineData(
        typeof(Amazon.ECS.IAmazonEcsToo),
        "IAmazonEcsToo.ListTasksAsync(Model.ListTasksRequest) : Task is no operation and listed nowhere"
    )]
    [InlineData(typeof(SurfaceTests), "SurfaceTests is in no namespace of the service")]
    public void Rules_FindWhatDoesNotFollow(Type wrong, string violation)
    {
        var isOfEcs = wrong.Namespace?.StartsWith("Amazon.SecretsManager", StringComparison.Ordinal) != true;
        var rules = new SurfaceRules(CompatService.Of(isOfEcs ? "ECS" : "SecretsManager"), s_listed);

        rules.Check([wrong]);

        Assert.Contains(violation, rules.Violations);
    }
}
