using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>IAM's credential report over the query protocol.</summary>
public sealed class CredentialReportOnAwsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() =>
        _account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                IamUsers =
                [
                    new("with, \"quotes\"") { HasPassword = true },
                    new("ci")
                    {
                        Keys = [new(TimeSpan.FromDays(120), TimeSpan.FromDays(2)), new(TimeSpan.FromDays(20), null)],
                    },
                ],
            }
        );

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Report_IsMadeFirst()
    {
        Assert.Equal("STARTED", (await SeeAsync()).InTheMaking);
        Assert.Equal("INPROGRESS", (await SeeAsync()).InTheMaking);
        Assert.Equal(0, _account.Calls("GetCredentialReport"));
    }

    [Fact]
    public async Task Report_HasEachUser()
    {
        var start = _account.World.Clock.Now;
        await SeeAsync();
        _account.World.Pass(TimeSpan.FromMinutes(1));
        var report = await SeeAsync();

        Assert.Null(report.InTheMaking);
        Assert.Empty(report.MissingColumns);
        Assert.All(report.Users, user => Assert.Empty(user.Unreadable));
        Assert.Equal([UserCredentials.Root, "with, \"quotes\"", "ci"], report.Users.Select(user => user.Name));
        Assert.Equal(
            [(null, true), (true, false), (false, false)],
            report.Users.Select(x => (x.HasPassword, x.HasMfa))
        );
        Assert.Equal([false, false], report.Users[0].Keys.Select(key => key.IsActive == true));
        var second = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond));
        Assert.Equal(
            [
                new UserAccessKey(1, true, second.AddDays(-120), second.AddDays(-2)),
                new UserAccessKey(2, true, second.AddDays(-20), null),
            ],
            report.Users[2].Keys.AsEnumerable()
        );
        Assert.InRange(report.MadeAt, start.AddSeconds(19), start.AddSeconds(21));
    }

    [Fact]
    public async Task Report_ThatExpiresIsMadeAnew()
    {
        await SeeAsync();
        _account.World.Pass(TimeSpan.FromHours(5));

        Assert.Equal("STARTED", (await SeeAsync()).InTheMaking);
    }

    [Theory]
    [InlineData("GenerateCredentialReport")]
    [InlineData("GetCredentialReport")]
    public async Task Refusal_IsThrownWithItsReason(string operation)
    {
        await SeeAsync();
        _account.World.Pass(TimeSpan.FromMinutes(1));
        _account.Disturb("iam", operation, ApiFaultKind.Denied);

        var refused = await Assert.ThrowsAsync<NotObservableException>(SeeAsync);

        Assert.StartsWith("AccessDenied: ", refused.Message, StringComparison.Ordinal);
    }

    private async Task<CredentialReport> SeeAsync()
    {
        var now = _account.World.Clock.Now;
        var at = LookAt.For(WiredAccount.Estate, new AccountCredentials(), new CheckRun(now, now), now);
        return await _account.Resources().Observer().SeeAsync(CredentialLooks.Report, at);
    }
}
