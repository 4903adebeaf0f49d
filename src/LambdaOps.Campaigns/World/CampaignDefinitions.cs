using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// Which version of its secret each task definition of a service names. What people and pipelines register names none.
/// </summary>
internal sealed class CampaignDefinitions(CampaignService service)
{
    private readonly Dictionary<string, (string Version, string Base)> _pinned = new(StringComparer.Ordinal);

    public string? VersionOf(string definition) => _pinned.GetValueOrDefault(definition).Version;

    public DefinitionStates See(CampaignSecret secret) =>
        new(StateOf(service.State.TaskDefinition, secret), StateOf(service.Revisions.Newest, secret));

    /// <summary>The next revision, which runs only as well as its version of the secret.</summary>
    public string Register(string from, CampaignSecret secret, string version)
    {
        var like = service.Revisions.Of(from);
        var made = service.Revisions.Register(like with { Serves = like.Serves && !secret.IsBad(version) });
        _pinned[made] = (version, RestOf(from));
        return made;
    }

    private DefinitionState StateOf(string definition, CampaignSecret secret) =>
        new(
            definition,
            [
                new SecretUse(
                    "app",
                    "ENV",
                    VersionOf(definition) is { } version ? SecretUse.Pinned(secret.Arn, version) : secret.Arn
                ),
            ],
            [],
            RestOf(definition)
        );

    private string RestOf(string definition) =>
        _pinned.TryGetValue(definition, out var known) ? known.Base : definition;
}
