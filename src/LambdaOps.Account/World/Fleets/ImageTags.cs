using System.Globalization;
using LambdaOps.Account.Services.Ecs;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;

namespace LambdaOps.Account.World.Fleets;

/// <summary>
/// Which image a name means now. A tag may be moved to another one; ECS asks once a deployment, when it begins, and all of
/// its tasks pull that digest.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability
/// </remarks>
public sealed class ImageTags(WorldPlan plan)
{
    private readonly Dictionary<string, int> _moved = new(StringComparer.Ordinal);

    public string DigestOf(TaskDefinitionPlan definition) => DigestOf(EcsTaskDefinitions.ImageOf(definition));

    /// <summary>The tag is pushed again, with another image.</summary>
    public void Move(TaskDefinitionPlan definition)
    {
        var image = EcsTaskDefinitions.ImageOf(definition);
        _moved[image] = _moved.GetValueOrDefault(image) + 1;
    }

    private string DigestOf(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var times = _moved.GetValueOrDefault(image);
        return at >= 0 ? image[(at + 1)..]
            : times == 0 && Planned(image) is { } known ? known.Digest
            : Drawn(string.Create(CultureInfo.InvariantCulture, $"{image} {times}"));
    }

    private ImagePlan? Planned(string image) =>
        plan.Images.FirstOrDefault(one => one.NameIn(plan.Region, plan.AccountId) == image);

    private static string Drawn(string name) =>
        "sha256:" + string.Concat(Enumerable.Range(1, 4).Select(part => $"{Chance.Hash((ulong)part, name):x16}"));
}
