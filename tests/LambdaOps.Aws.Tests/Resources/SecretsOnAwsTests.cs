using LambdaOps.Account.World.Secrets;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public class SecretsOnAwsTests
{
    [Fact]
    public async Task Look_SaysVersionsLabelsAndUsers()
    {
        await using var account = await WiredAccount.StartAsync();
        var secret = account.World.Secrets.All[0];
        StoredVersion staged = null!;
        account.Change(_ => staged = secret.Stage("value", "PENDING"));

        var seen = Assert.Single((await LookAsync(account)).All);

        Assert.Equal((secret.Name, secret.Arn, null), (seen.Name, seen.Arn, seen.DeletedAt));
        Assert.Equal("PENDING", Assert.Single(seen.Version(staged.Id)!.Labels));
        Assert.Equal(secret.Labelled(StoredSecret.Current)!.Id, seen.Current!.Id);
        Assert.Equal(new SecretUser(WiredAccount.Service.Id, null), Assert.Single(seen.Users));
    }

    [Fact]
    public async Task Secret_ThatIsDeletedOrGoneIsSaidSo()
    {
        await using var account = await WiredAccount.StartAsync();
        account.Change(world => world.Secrets.All[0].Delete());
        Assert.NotNull(Assert.Single((await LookAsync(account)).All).DeletedAt);

        var other = WiredAccount.Service with { Secrets = ["nobody-has-that"] };
        Assert.Empty((await LookAsync(account, other)).All);
    }

    /// <summary>Kept, made current, released: only from where the label was read.</summary>
    [Fact]
    public async Task Labels_MoveAsAsked()
    {
        await using var account = await WiredAccount.StartAsync();
        var (secret, id) = (account.World.Secrets.All[0], WiredAccount.Service.Id);
        var first = secret.Labelled(StoredSecret.Current)!.Id;
        StoredVersion staged = null!;
        account.Change(_ => staged = secret.Stage("value", "PENDING"));
        var own = SecretVersionState.OwnLabel(staged.Id);

        Assert.IsType<ActionOutcome.Done>(
            await account.ActAsync(new Change.KeepSecretVersion(id, secret.Arn, staged.Id))
        );
        Assert.Equal([own, "PENDING"], staged.Labels);
        Assert.IsType<ActionOutcome.Refused>(
            await account.ActAsync(new Change.MoveCurrentVersion(id, secret.Arn, staged.Id, staged.Id))
        );
        Assert.IsType<ActionOutcome.Done>(
            await account.ActAsync(new Change.MoveCurrentVersion(id, secret.Arn, first, staged.Id))
        );
        Assert.Equal(staged, secret.Labelled(StoredSecret.Current));
        Assert.IsType<ActionOutcome.Done>(
            await account.ActAsync(new Change.ReleaseSecretVersion(id, secret.Arn, staged.Id))
        );
        Assert.DoesNotContain(own, staged.Labels);
    }

    private static async Task<SecretStates> LookAsync(WiredAccount account, OperatedService? service = null)
    {
        var now = account.World.Clock.Now;
        var fact = await account
            .Resources()
            .Observer()
            .LookAsync(
                SecretLooks.Versions,
                new LookAt(WiredAccount.Estate, service ?? WiredAccount.Service, new IncidentId("one"), null, now, now),
                CancellationToken.None
            );
        return Assert.IsType<Fact<SecretStates>.Known>(fact).Value;
    }
}
