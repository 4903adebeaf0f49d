using System.Collections.Immutable;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using Resource = LambdaOps.Core.Resources.Resource;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// Secrets: their versions and labels (DescribeSecret, ListSecretVersionIds), who takes them, and moves of labels
/// (UpdateSecretVersionStage). There is no call here that reads or writes a value.
/// </summary>
/// <param name="once">Sends once.</param>
/// <param name="definitions">Who takes them.</param>
public sealed class SecretsOnAws(
    Lazy<IAmazonSecretsManager> secrets,
    Lazy<IAmazonSecretsManager> once,
    TaskDefinitionsOnAws definitions
) : ResourceOnAws
{
    private const int MostPages = 10;

    public override ImmutableArray<LookCall> Looks => [LookCall.To(SecretLooks.Versions, LookAsync)];

    public override ImmutableArray<ChangeCall> Changes =>
        [
            Move<Change.KeepSecretVersion>(
                ChangeKind.KeepSecretVersion,
                static keep =>
                    new()
                    {
                        SecretId = keep.Secret,
                        VersionStage = SecretVersionState.OwnLabel(keep.Version),
                        MoveToVersionId = keep.Version,
                    }
            ),
            Move<Change.ReleaseSecretVersion>(
                ChangeKind.ReleaseSecretVersion,
                static release =>
                    new()
                    {
                        SecretId = release.Secret,
                        VersionStage = SecretVersionState.OwnLabel(release.Version),
                        RemoveFromVersionId = release.Version,
                    }
            ),
            Move<Change.MoveCurrentVersion>(
                ChangeKind.MoveCurrentVersion,
                static move =>
                    new()
                    {
                        SecretId = move.Secret,
                        VersionStage = SecretState.CurrentLabel,
                        MoveToVersionId = move.To,
                        RemoveFromVersionId = move.From,
                    }
            ),
        ];

    private ChangeCall Move<T>(ChangeKind kind, Func<T, UpdateSecretVersionStageRequest> ask)
        where T : Change =>
        Outcomes.ChangeCall<T>(
            kind,
            async (change, _, cancellationToken) =>
            {
                await once.Value.UpdateSecretVersionStageAsync(ask(change), cancellationToken);
                return "accepted";
            }
        );

    private async Task<SecretStates> LookAsync(LookAt at, CancellationToken cancellationToken)
    {
        var target = (OperatedService)at.Target;
        var sharing = at.Estate.Services.Where(service =>
            service.ConfigChange is not null && service.Secrets.Any(target.Secrets.Contains)
        );
        var used = await definitions.UsedByAsync(sharing, cancellationToken);
        var found = ImmutableArray.CreateBuilder<SecretState>();
        foreach (var name in target.Secrets)
        {
            if (await SecretAsync(name, used, cancellationToken) is { } secret)
            {
                found.Add(secret);
            }
        }

        return new SecretStates(found.ToImmutable());
    }

    /// <summary>Null where Secrets Manager has none of that name.</summary>
    private async Task<SecretState?> SecretAsync(
        string name,
        ImmutableArray<(TargetId Service, DefinitionState Definition)> used,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var secret = await secrets.Value.DescribeSecretAsync(
                new DescribeSecretRequest { SecretId = name },
                cancellationToken
            );
            return new SecretState(
                name,
                secret.ARN,
                AwsTime.Of(secret.DeletedDate),
                await VersionsAsync(secret.ARN, cancellationToken),
                [
                    .. from one in used
                    from use in one.Definition.Uses
                    where use.IsOf(secret.ARN)
                    select new SecretUser(one.Service, use.Version),
                ]
            );
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private async Task<ImmutableArray<SecretVersionState>> VersionsAsync(
        string arn,
        CancellationToken cancellationToken
    )
    {
        var versions = ImmutableArray.CreateBuilder<SecretVersionState>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await secrets.Value.ListSecretVersionIdsAsync(
                new ListSecretVersionIdsRequest
                {
                    SecretId = arn,
                    IncludeDeprecated = true,
                    NextToken = next,
                },
                cancellationToken
            );
            versions.AddRange(
                (answer.Versions ?? []).Select(one => new SecretVersionState(
                    one.VersionId,
                    AwsTime.Of(one.CreatedDate ?? default),
                    AwsTime.Of(one.LastAccessedDate),
                    [.. one.VersionStages ?? []]
                ))
            );
            if ((next = answer.NextToken) is null)
            {
                return versions.ToImmutable();
            }
        }

        throw new NotObservableException(FormattableString.Invariant($"more than {MostPages} pages of versions"));
    }
}
