using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>A backup is verified on the simulated account's wire: restored, found by its name, compared, and deleted.</summary>
public sealed class ScratchTablesOnAwsTests : IAsyncDisposable
{
    private static readonly OperatedTable s_table = WiredAccount.Estate.Tables[0];

    private static readonly string s_name = ScratchTable.NameFor(s_table.Name, new DateOnly(2026, 1, 4));

    private WiredAccount? _account;

    [Fact]
    public async Task Restore_IsSeenCompared_AndDeleted()
    {
        var account = await StartAsync();
        var at = await RestoreAsync(account);

        Assert.Equal(
            new MadeTable(s_name, s_table.Name, "CREATING", IsRestoring: true),
            Assert.Single((await SeeAsync(account, RestoreLooks.Made)).All)
        );
        Assert.IsType<ActionOutcome.Later>(await account.ActAsync(new Change.DeleteScratchTable(s_table.Name, s_name)));

        account.Pass(TimeSpan.FromMinutes(40));
        var compared = await SeeAsync(account, RestoreLooks.Trial, at);
        Assert.Equal((account.DynamoDb.Table(s_table.Name).Count, true), (compared.Items, compared.IsWhole));
        Assert.Equal((20, 20), (compared.Sampled, compared.Same));

        Assert.Equal(
            "DELETING",
            Assert
                .IsType<ActionOutcome.Done>(await account.ActAsync(new Change.DeleteScratchTable(s_table.Name, s_name)))
                .Detail
        );
        Assert.Equal("DELETING", (await SeeAsync(account, RestoreLooks.Restored, at)).Table!.Status);
        account.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty((await SeeAsync(account, RestoreLooks.Made)).All);
        Assert.Null((await SeeAsync(account, RestoreLooks.Restored, at)).Table);
    }

    /// <summary>Of a hundred and more tables on several pages those of its names, and what each was restored from.</summary>
    [Fact]
    public async Task Made_AreThoseOfItsNamesOnAllPages()
    {
        var account = await StartAsync();
        var other = RestoreAim.NameFor(s_table.Name, DateTimeOffset.UnixEpoch);
        account.Change(_ =>
        {
            for (var number = 0; number < 230; number++)
            {
                account.DynamoDb.CreateTable(FormattableString.Invariant($"a-table-{number:000}"), "id");
            }

            account.DynamoDb.AddRestored(s_table.Name, s_name, TimeSpan.FromDays(28));
            account.DynamoDb.CreateTable(other, "id");
            account.DynamoDb.CreateTable($"{s_name}-kept", "id");
        });

        Assert.Equal(
            [
                new MadeTable(s_name, s_table.Name, "ACTIVE", IsRestoring: false),
                new MadeTable(other, null, "ACTIVE", IsRestoring: false),
            ],
            (await SeeAsync(account, RestoreLooks.Made)).All.OrderBy(one => one.Name, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Source_SaysHowMuchARestoreIsBilledFor()
    {
        var account = await StartAsync();

        Assert.Equal(account.DynamoDb.Table(s_table.Name).Size, (await SeeAsync(account, RestoreLooks.Source)).Bytes);
    }

    public async ValueTask DisposeAsync()
    {
        if (_account is not null)
        {
            await _account.DisposeAsync();
        }
    }

    private async Task<WiredAccount> StartAsync() => _account = await WiredAccount.StartAsync();

    private static async Task<DateTimeOffset> RestoreAsync(WiredAccount account)
    {
        account.Pass(TimeSpan.FromMinutes(10));
        var at = account.World.Clock.Now - TimeSpan.FromMinutes(6);
        Assert.IsType<ActionOutcome.Done>(
            await account.ActAsync(new Change.RestoreScratchTable(s_table.Name, s_name, at))
        );
        return at;
    }

    private static async Task<T> SeeAsync<T>(WiredAccount account, Look<T> look, DateTimeOffset? at = null)
        where T : class
    {
        var now = account.World.Clock.Now;
        var about = new VerifiedTable(s_table)
        {
            Aim = at is { } moment
                ? new RestoreAim(s_name, moment) { IsBegun = true, Bounds = new ComparisonBounds(10_000, 20) }
                : null,
        };
        var fact = await account
            .Resources()
            .Observer()
            .LookAsync(
                look,
                LookAt.For(WiredAccount.Estate, about, new Core.Checks.CheckRun(now, now), now),
                CancellationToken.None
            );
        return Assert.IsType<Fact<T>.Known>(fact).Value;
    }
}
