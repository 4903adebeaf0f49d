using System.Text.Json.Nodes;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>A table is restored on the simulated account's wire, completed, and compared with the old one.</summary>
public sealed class RestoresOnAwsTests : IAsyncDisposable
{
    private static readonly OperatedTable s_table = WiredAccount.Estate.Tables[0];

    private readonly List<WiredAccount> _accounts = [];

    [Fact]
    public async Task Source_SaysWhatCanBeRestoredAndWhatNot()
    {
        var account = await StartAsync();
        var seen = await SeeAsync(account, RestoreLooks.Source, account.World.Clock.Now);

        Assert.Equal(account.World.Clock.Now - TimeSpan.FromMinutes(5), seen.Latest!.Value, TimeSpan.FromSeconds(1));
        Assert.Equal("HASH id (S)", seen.Table!.Layout);
        Assert.Equal(new TableTags([new("stage", "prod"), new("team", "events")]), seen.Table.Tags);
        Assert.Equal(("NEW_IMAGE", "goneAt", 35), (seen.Table.Stream, seen.Table.TimeToLive, seen.Table.RecoveryDays));
        Assert.Equal(["us-west-2"], seen.Table.Replicas.AsEnumerable());
        Assert.Contains("deletion protection", seen.Table.Besides);
        Assert.Contains("its resource policy, which names the old table", seen.Table.Besides);
    }

    [Fact]
    public async Task Source_ThatIsNotThereIsKnown()
    {
        var account = await StartAsync();
        account.Change(_ => account.DynamoDb.Delete(s_table.Name));

        Assert.Null((await SeeAsync(account, RestoreLooks.Source, account.World.Clock.Now)).Table);
    }

    [Fact]
    public async Task Restore_HasTheItemsOfThatTime()
    {
        var account = await StartAsync();
        var (at, made) = await RestoredAsync(account);

        Assert.True(made.IsOf(s_table.Name, at));
        Assert.Equal(0, Corrupt(account, RestoreAim.NameFor(s_table.Name, at)));
        Assert.Equal(100, Corrupt(account, s_table.Name));
        Assert.Equal(
            account.DynamoDb.Table(s_table.Name).Count,
            account.DynamoDb.Table(RestoreAim.NameFor(s_table.Name, at)).Count
        );
        Assert.Equal(
            (TableTags.None, null, null, null),
            (made.Table!.Tags, made.Table.Stream, made.Table.TimeToLive, made.Table.RecoveryDays)
        );
    }

    [Fact]
    public async Task Restore_IsSeenWhileItIsMade()
    {
        var account = await StartAsync();
        account.Pass(TimeSpan.FromMinutes(10));
        var at = account.World.Clock.Now - TimeSpan.FromMinutes(6);
        await account.ActAsync(Restore(at));

        Assert.True((await SeeAsync(account, RestoreLooks.Restored, at)).IsRestoring);
    }

    [Fact]
    public async Task Steps_CompleteTheNewTable()
    {
        var account = await StartAsync();
        var (at, made) = await RestoredAsync(account);
        var (id, name) = (s_table.Id, RestoreAim.NameFor(s_table.Name, at));
        Change[] steps =
        [
            new Change.TagRestoredTable(id, name, made.Table!.Arn, new TableTags([new("team", "events")])),
            new Change.ProtectRestoredTable(id, name, 20),
            new Change.StreamRestoredTable(id, name, "NEW_IMAGE"),
            new Change.ExpireRestoredTable(id, name, "goneAt"),
        ];
        foreach (var step in steps)
        {
            Assert.IsType<ActionOutcome.Done>(await account.ActAsync(step));
        }

        var seen = await SeeAsync(account, RestoreLooks.Restored, at);
        var shown = Evidence.NotAsked.With(RestoreLooks.Restored, Fact.Known(seen, account.World.Clock.Now));
        Assert.All(steps, step => Assert.True(step.IsDone(shown, at) is Fact<bool>.Known { Value: true }));
        Assert.Equal(
            (new TableTags([new("team", "events")]), "NEW_IMAGE", "goneAt", 20),
            (seen.Table!.Tags, seen.Table.Stream, seen.Table.TimeToLive, seen.Table.RecoveryDays)
        );
    }

    [Fact]
    public async Task Restore_OverATableIsRefused()
    {
        var account = await StartAsync();
        account.Pass(TimeSpan.FromMinutes(10));
        var at = account.World.Clock.Now - TimeSpan.FromMinutes(6);
        account.Change(_ => account.DynamoDb.CreateTable(RestoreAim.NameFor(s_table.Name, at), "id"));

        var refused = Assert.IsType<ActionOutcome.Refused>(await account.ActAsync(Restore(at)));
        Assert.Contains("TableAlreadyExists", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_BeyondTheAccountsLimitIsForLater()
    {
        var account = await StartAsync();
        account.Pass(TimeSpan.FromMinutes(10));
        account.Change(_ => account.DynamoDb.Restores.Others = 50);

        Assert.IsType<ActionOutcome.Later>(
            await account.ActAsync(Restore(account.World.Clock.Now - TimeSpan.FromMinutes(6)))
        );
    }

    [Fact]
    public async Task Recovery_OfATableThatIsJustThereIsForLater()
    {
        var account = await StartAsync();
        account.Pass(TimeSpan.FromMinutes(10));
        var at = account.World.Clock.Now - TimeSpan.FromMinutes(6);
        await account.ActAsync(Restore(at));
        while ((await SeeAsync(account, RestoreLooks.Restored, at)).IsRestoring)
        {
            account.Pass(TimeSpan.FromSeconds(30));
        }

        var protect = new Change.ProtectRestoredTable(s_table.Id, RestoreAim.NameFor(s_table.Name, at), 35);
        Assert.IsType<ActionOutcome.Later>(await account.ActAsync(protect));
        account.Pass(TimeSpan.FromMinutes(2));
        Assert.IsType<ActionOutcome.Done>(await account.ActAsync(protect));
    }

    [Fact]
    public async Task Comparison_CountsAndSamples()
    {
        var account = await StartAsync();
        var (at, _) = await RestoredAsync(account);

        var seen = await SeeAsync(account, RestoreLooks.Comparison, at);

        Assert.True(seen.IsWhole);
        Assert.Equal(account.DynamoDb.Table(s_table.Name).Count, seen.Items);
        Assert.InRange(seen.Sampled, 25, 50);
        Assert.Equal(25, seen.Sampled - seen.Same);
        Assert.Equal((0, 0, 0), (seen.OnlyOld, seen.OnlyRestored, seen.Unexplained));
    }

    /// <summary>Its users need its capacity.</summary>
    [Fact]
    public async Task Comparison_ScansNoMoreOfTheOldTableThanItsSample()
    {
        var account = await StartAsync();
        var (at, _) = await RestoredAsync(account);
        await SeeAsync(account, RestoreLooks.Comparison, at);

        var scans = account
            .World.Calls.Where(call => call.Operation == "Scan")
            .Select(call => JsonNode.Parse(call.Input)!)
            .Where(input => (string?)input["TableName"] == s_table.Name)
            .ToList();
        Assert.Equal(25, (int?)Assert.Single(scans)["Limit"]);
    }

    [Theory]
    [InlineData("note", 0, 0)]
    [InlineData("createdAt", 0, 25)]
    public async Task Comparison_GoesByTheItemsOwnTimes(string changed, int since, int unexplained)
    {
        var account = await StartAsync();
        var (at, _) = await RestoredAsync(account);

        var seen = await SeeAsync(account, RestoreLooks.Comparison, at, s_table with { ChangedAttribute = changed });

        Assert.Equal((since, unexplained), (seen.ChangedSince, seen.Unexplained));
    }

    [Fact]
    public async Task Comparison_TellsItemsThatAreLost()
    {
        var account = await StartAsync();
        account.Change(_ => account.DynamoDb.Restores.Keeps = static _ => false);
        var (at, _) = await RestoredAsync(account);

        var seen = await SeeAsync(
            account,
            RestoreLooks.Comparison,
            at,
            s_table with
            {
                ChangedAttribute = "createdAt",
            }
        );

        Assert.Equal((0, 25, 25), (seen.Items, seen.OnlyOld, seen.Unexplained));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var account in _accounts)
        {
            await account.DisposeAsync();
        }
    }

    private static Change.RestoreTable Restore(DateTimeOffset at) =>
        new(s_table.Id, RestoreAim.NameFor(s_table.Name, at), at);

    private async Task<WiredAccount> StartAsync()
    {
        var account = await WiredAccount.StartWithAsync(world =>
            world with
            {
                Tables =
                [
                    .. world.Tables.Select(table =>
                        table with
                        {
                            Tags = [("team", "events"), ("stage", "prod"), ("aws:cloudformation:stack-name", "data")],
                            Stream = "NEW_IMAGE",
                            TimeToLive = "goneAt",
                            Policy = "{}",
                            Replicas = new Dictionary<string, string> { ["us-west-2"] = "ACTIVE" },
                        }
                    ),
                ],
            }
        );
        _accounts.Add(account);
        return account;
    }

    /// <summary>A hundred items are overwritten, and the table is restored to the minute before.</summary>
    private static async Task<(DateTimeOffset At, RestoredTable Made)> RestoredAsync(WiredAccount account)
    {
        account.Pass(TimeSpan.FromMinutes(10));
        var at =
            DateTimeOffset.FromUnixTimeSeconds(account.World.Clock.Now.ToUnixTimeSeconds()) - TimeSpan.FromMinutes(1);
        account.Change(_ => account.DynamoDb.Overwrite(s_table.Name, 100, "note", "corrupt"));
        account.Pass(TimeSpan.FromMinutes(10));
        Assert.IsType<ActionOutcome.Done>(await account.ActAsync(Restore(at)));
        account.Pass(TimeSpan.FromMinutes(40));
        return (at, await SeeAsync(account, RestoreLooks.Restored, at));
    }

    private static int Corrupt(WiredAccount account, string table) =>
        account.DynamoDb.Table(table).Items.Count(item => item["note"] is AttributeValue.Text { Value: "corrupt" });

    private static async Task<T> SeeAsync<T>(
        WiredAccount account,
        Look<T> look,
        DateTimeOffset at,
        OperatedTable? table = null
    )
        where T : class
    {
        var fact = await account
            .Resources()
            .Observer()
            .LookAsync(
                look,
                new LookAt(
                    WiredAccount.Estate,
                    table ?? s_table,
                    new IncidentId("one"),
                    null,
                    account.World.Clock.Now,
                    account.World.Clock.Now
                )
                {
                    Restore = new RestoreAim(RestoreAim.NameFor(s_table.Name, at), at) { IsBegun = true },
                },
                CancellationToken.None
            );
        return Assert.IsType<Fact<T>.Known>(fact).Value;
    }
}
