using System.Net;
using Amazon;
using Amazon.Runtime;
using LambdaOps.Account.World;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

public sealed class BackupsOnAwsTests : IAsyncLifetime
{
    private const string Events = "lightningtalk-circle-prod-events";
    private const string Users = "lightningtalk-circle-prod-users";

    /// <summary>02:00 in Tokyo of the account's day: the plans' newest run.</summary>
    private static readonly DateTimeOffset s_two = new(2031, 2, 2, 17, 0, 0, TimeSpan.Zero);

    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task RecoveryPoints_AreTheNewestOfThePlan()
    {
        var seen = await SeeAsync(BackupLooks.Vaulted, Events, "no-such-table");

        var newest = Assert.Single(seen.Newest);
        Assert.Equal(Events, newest.Key);
        Assert.InRange(newest.Value.Good!.Value, s_two, s_two.AddMinutes(20));
        Assert.Equal(newest.Value.Good, newest.Value.ByPlan);
        Assert.Null(newest.Value.Newer);
    }

    [Fact]
    public async Task RecoveryPoint_ThatIsNotCompleteIsNotGood()
    {
        VaultedTable seen;
        _account.Pass(s_two.AddDays(1) - _account.World.Clock.Now);
        do
        {
            _account.Pass(TimeSpan.FromMinutes(1));
            seen = (await SeeAsync(BackupLooks.Vaulted, Events)).Of(Events)!;
        } while (seen.Newer is null);

        Assert.Equal("CREATING", seen.Newer);
        Assert.InRange(seen.Good!.Value, s_two, s_two.AddMinutes(20));
        _account.Pass(TimeSpan.FromMinutes(5));
        seen = (await SeeAsync(BackupLooks.Vaulted, Events)).Of(Events)!;
        Assert.Null(seen.Newer);
        Assert.True(seen.Good > s_two.AddDays(1));
    }

    [Fact]
    public async Task Copies_AreSeenInTheirOwnRegion()
    {
        _account.BackupPlans.FailCopies(Users);
        _account.Pass(TimeSpan.FromDays(1));

        var points = await SeeAsync(BackupLooks.Vaulted, Events, Users);
        var copies = await SeeAsync(BackupLooks.Copies, Events, Users);

        Assert.Equal(points.Of(Events)!.Good, copies.Of(Events)!.Good);
        Assert.InRange((points.Of(Users)!.Good - copies.Of(Users)!.Good)!.Value.TotalHours, 23.5, 24.5);
    }

    [Fact]
    public async Task Copies_AreNotAskedForWhereTheEstateNamesNoRegion()
    {
        var estate = WiredAccount.Estate with { DisasterRecovery = null };
        var at = LookAt.For(estate, Batch(Events), new CheckRun(Now, Now), Now);

        Assert.Empty(Assert.IsType<Fact<VaultedTables>.Known>(BackupLooks.Copies.Foregone(at)).Value.Newest);
    }

    /// <summary>A stub of a client that answers nothing: only where a request goes matters.</summary>
    [Fact]
    public async Task Regions_HaveTheirOwnEndpoints()
    {
        var hosts = new Hosts();
        var resources = new ResourcesOnAws(
            config =>
            {
                config.DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
                config.RegionEndpoint = RegionEndpoint.GetBySystemName(WiredAccount.Estate.Region);
                config.HttpClientFactory = hosts;
            },
            new HttpClient(),
            TimeProvider.System,
            () => throw new InvalidOperationException("no function is asked for here"),
            () => throw new InvalidOperationException("no journal is asked for here")
        );

        await resources.Observer().SeeAsync(BackupLooks.Vaulted, At(Events));
        await resources.Observer().SeeAsync(BackupLooks.Copies, At(Events));

        Assert.Equal(["backup.ap-northeast-1.amazonaws.com", "backup.us-west-2.amazonaws.com"], hosts.Seen);
    }

    [Fact]
    public async Task Backups_AreListedToTheLastPage()
    {
        for (var number = 0; number < 80; number++)
        {
            Assert.IsType<ActionOutcome.Done>(await CreateAsync(Events, $"mine-{number}"));
            _account.Pass(TimeSpan.FromSeconds(20));
        }

        var seen = await SeeAsync(BackupLooks.OnDemand, Events, Users);

        Assert.Equal(110, seen.All[Events].Backups.Length);
        Assert.Equal(30, seen.All[Users].Backups.Length);
        Assert.Equal(
            80,
            seen.All[Events].Backups.Count(backup => backup.Name.StartsWith("mine-", StringComparison.Ordinal))
        );
        Assert.True(seen.All[Events].Good > seen.All[Users].Good);
    }

    [Fact]
    public async Task Backup_IsGoodOnlyWhenItIsAvailable()
    {
        await CreateAsync(Events, "mine");
        var made = (await SeeAsync(BackupLooks.OnDemand, Events)).All[Events];
        Assert.False(made.Backups.Single(backup => backup.Name == "mine").IsAvailable);
        Assert.Equal(s_two, made.Good);

        _account.Pass(TimeSpan.FromSeconds(20));
        Assert.NotEqual(s_two, (await SeeAsync(BackupLooks.OnDemand, Events)).All[Events].Good);
    }

    [Fact]
    public async Task Table_ThatDoesNotExistLeavesTheOthers()
    {
        var listed = await SeeAsync(BackupLooks.OnDemand, "no-such-table", Users);
        Assert.Contains("TableNotFoundException", listed.All["no-such-table"].WhyMissing, StringComparison.Ordinal);
        Assert.Null(listed.All["no-such-table"].Good);
        Assert.Null(listed.All[Users].WhyMissing);

        var described = await SeeAsync(BackupLooks.Protection, "no-such-table", Users);
        Assert.Equal(new TableProtection(Exists: false), described.All["no-such-table"]);
        Assert.Equal(
            new TableProtection(Exists: true) { IsDeletionProtected = true, RecoveryDays = 35 },
            described.All[Users]
        );
    }

    [Fact]
    public async Task Protection_IsSeenAsItIs()
    {
        _account.Change(_ =>
        {
            Call("UpdateTable", """{"TableName":"NAME","DeletionProtectionEnabled":false}""");
            Call(
                "UpdateContinuousBackups",
                """{"TableName":"NAME","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true,"RecoveryPeriodInDays":7}}"""
            );
        });
        Assert.Equal(
            new TableProtection(Exists: true) { RecoveryDays = 7 },
            (await SeeAsync(BackupLooks.Protection, Users)).All[Users]
        );

        _account.Change(_ =>
            Call(
                "UpdateContinuousBackups",
                """{"TableName":"NAME","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":false}}"""
            )
        );
        Assert.Null((await SeeAsync(BackupLooks.Protection, Users)).All[Users].RecoveryDays);

        void Call(string operation, string input) =>
            _account.World.Services.Dispatch(
                new(
                    "dynamodb",
                    operation,
                    System
                        .Text.Json.Nodes.JsonNode.Parse(input.Replace("NAME", Users, StringComparison.Ordinal))!
                        .AsObject(),
                    Now,
                    "person"
                )
            );
    }

    [Fact]
    public async Task Vaults_ThatCannotBeReadAreNoEmptyVaults()
    {
        _account.Disturb("backup", "ListRecoveryPointsByBackupVault", ApiFaultKind.Denied);

        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => SeeAsync(BackupLooks.Vaulted, Events));
    }

    [Fact]
    public async Task Changes_ComeToWhatAWSSays()
    {
        Assert.IsType<ActionOutcome.Done>(await CreateAsync(Events, "mine"));
        Assert.Contains(
            "BackupInUseException",
            Assert.IsType<ActionOutcome.Later>(await CreateAsync(Events, "mine-too")).Detail,
            StringComparison.Ordinal
        );
        var made = (await SeeAsync(BackupLooks.OnDemand, Events)).All[Events].Backups.Single(b => b.Name == "mine");
        Assert.IsType<ActionOutcome.Later>(await DeleteAsync(made));
        _account.Pass(TimeSpan.FromSeconds(20));
        Assert.IsType<ActionOutcome.Done>(await DeleteAsync(made));

        _account.Disturb("dynamodb", "CreateBackup", ApiFaultKind.BrokenAfter, times: 1);
        Assert.IsType<ActionOutcome.Unknown>(await CreateAsync(Users, "unheard"));
        Assert.Single(
            _account.World.Calls,
            call => call.Operation == "CreateBackup" && call.Input.Contains("unheard", StringComparison.Ordinal)
        );
    }

    private DateTimeOffset Now => _account.World.Clock.Now;

    private static BackedUpTables Batch(params string[] tables) => new([.. tables]);

    private LookAt At(params string[] tables) =>
        LookAt.For(WiredAccount.Estate, Batch(tables), new CheckRun(Now, Now), Now);

    private Task<T> SeeAsync<T>(Look<T> look, params string[] tables)
        where T : class => _account.Observer().SeeAsync(look, At(tables));

    private Task<ActionOutcome> CreateAsync(string table, string name) =>
        _account.ActAsync(new Change.CreateTableBackup(table, name));

    private Task<ActionOutcome> DeleteAsync(OnDemandBackup backup) =>
        _account.ActAsync(new Change.DeleteTableBackup(Events, backup.Name, backup.Arn));

    private sealed class Hosts : HttpClientFactory
    {
        public List<string> Seen { get; } = [];

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(Seen));

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        private sealed class Handler(List<string> seen) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
            {
                seen.Add(request.RequestUri!.Host);
                return Task.FromResult(
                    new HttpResponseMessage(HttpStatusCode.OK)
                    {
                        Content = new StringContent("""{"BackupVaultList":[]}"""),
                        RequestMessage = request,
                    }
                );
            }
        }
    }
}
