using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using LambdaOps.Account.World;
using LambdaOps.Aws.Journal;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Journal;

/// <summary>The journal with AWS's own DynamoDB client against the simulator's wire.</summary>
public sealed class DynamoDbJournalTests : IAsyncLifetime
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(25);
    private WiredAccount _account = null!;
    private AmazonDynamoDBClient _client = null!;
    private DynamoDbJournal _journal = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _client = _account.DynamoDbClient();
        _journal = Journal(_client);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _account.DisposeAsync();
    }

    [Fact]
    public async Task Read_OfNothing_IsANewRecordAtAwsTime()
    {
        var view = await ReadAsync();

        Assert.Equal((0, 0, null, ControlSwitch.Unset), (view.Fence, view.Revision, view.LeasedUntil, view.Control));
        Assert.Equal(TargetRecord.New(Samples.Target), view.Record);
        Assert.Equal(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero), view.At);
    }

    [Fact]
    public async Task Time_FollowsTheDateOfAnswers()
    {
        await ReadAsync();
        _account.Pass(TimeSpan.FromMinutes(61));

        Assert.Equal(new DateTimeOffset(2031, 2, 3, 5, 6, 6, TimeSpan.Zero), (await ReadAsync()).At);
    }

    [Fact]
    public void Time_BeforeAnyAnswerIsNotInvented() =>
        Assert.Throws<InvalidOperationException>(() => new AwsDate().Latest);

    [Fact]
    public async Task Claim_IsGrantedOnce()
    {
        var view = await ReadAsync();
        var first = await _journal.ClaimAsync(view, s_lease, default);
        var second = await _journal.ClaimAsync(view, s_lease, default);

        Assert.Equal(new Lease(Samples.Target, 1, 0, view.At, view.At + s_lease), first);
        Assert.Null(second);
        Assert.Equal(view.At + s_lease, (await ReadAsync()).LeasedUntil);
    }

    [Fact]
    public async Task Claim_AfterALeaseRanOut_FencesTheOldOne()
    {
        var old = await ClaimAsync();
        _account.Pass(s_lease + TimeSpan.FromSeconds(1));
        var view = await ReadAsync();
        Assert.True(view.LeasedUntil <= view.At);

        var taken = await _journal.ClaimAsync(view, s_lease, default);

        Assert.Equal(2, taken!.Fence);
        Assert.Null(await _journal.SaveAsync(old, Samples.Record, ended: null, report: null, release: true, default));
        Assert.Null((await ReadAsync()).Record.Open);
    }

    [Fact]
    public async Task Claim_OnAnOldViewIsRefusedAfterASave()
    {
        var view = await ReadAsync();
        var lease = await _journal.ClaimAsync(view, s_lease, default);
        var between = await ReadAsync();
        await _journal.SaveAsync(lease!, Samples.Record, ended: null, report: null, release: true, default);

        Assert.Null(await _journal.ClaimAsync(between, s_lease, default));
    }

    [Fact]
    public async Task Save_KeepsTheRecordAndTheLease()
    {
        var saved = await _journal.SaveAsync(
            await ClaimAsync(),
            Samples.Record,
            ended: null,
            report: null,
            release: false,
            default
        );
        var view = await ReadAsync();

        Assert.Equal(1, saved!.Revision);
        Assert.Equal((1, 1, saved.Until), (view.Fence, view.Revision, view.LeasedUntil));
        Assert.Equal(Json(Samples.Record), Json(view.Record));
    }

    [Fact]
    public async Task Save_CanReleaseTheTarget()
    {
        await _journal.SaveAsync(await ClaimAsync(), Samples.Record, ended: null, report: null, release: true, default);

        Assert.Null((await ReadAsync()).LeasedUntil);
    }

    [Fact]
    public async Task Save_TwiceFromOneRevisionIsRefused()
    {
        var lease = await ClaimAsync();
        await _journal.SaveAsync(lease, Samples.Record, ended: null, report: null, release: false, default);
        var other = TargetRecord.New(Samples.Target);
        await _journal.SaveAsync(
            lease with
            {
                Revision = 1,
            },
            Samples.Record,
            ended: null,
            report: null,
            release: false,
            default
        );

        Assert.Null(await _journal.SaveAsync(lease, other, ended: null, report: null, release: true, default));
        Assert.NotNull((await ReadAsync()).Record.Open);
    }

    [Fact]
    public async Task Save_OfAnEndArchivesTheIncidentWithATimeToLive()
    {
        var lease = await ClaimAsync();
        var after = Samples.Record with { Open = null };
        var saved = await _journal.SaveAsync(lease, after, Samples.Incident, report: null, release: true, default);

        Assert.Equal(1, saved!.Revision);
        Assert.Equal(Json(after), Json((await ReadAsync()).Record));
        var archived = (
            await _client.GetItemAsync(WiredAccount.Table, Key($"INCIDENT#{Samples.Incident.Id}", "RECORD"))
        ).Item;
        Assert.Equal(JsonSerializer.Serialize(Samples.Incident, JournalJson.Written.Incident), archived["record"].S);
        Assert.Equal(Samples.Target.Value, archived["target"].S);
        Assert.Equal(
            Samples.Incident.EndedAt!.Value.AddDays(400).ToUnixTimeSeconds(),
            long.Parse(archived["expiresAt"].N, CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task Save_OfAnEndThatWasFencedArchivesNothing()
    {
        var lease = await ClaimAsync();
        _account.Pass(s_lease + TimeSpan.FromSeconds(1));
        await _journal.ClaimAsync(await ReadAsync(), s_lease, default);

        Assert.Null(
            await _journal.SaveAsync(
                lease,
                Samples.Record with
                {
                    Open = null,
                },
                Samples.Incident,
                report: null,
                release: true,
                default
            )
        );
        Assert.Empty(
            (await _client.GetItemAsync(WiredAccount.Table, Key($"INCIDENT#{Samples.Incident.Id}", "RECORD"))).Item
                ?? []
        );
    }

    /// <summary>The SDK sends the write again; the second finds what the first has written, and it is ours.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Save_WhoseAnswerIsLostIsRecognisedAsOurs(bool ends)
    {
        var lease = await ClaimAsync();
        var (operation, ended) = ends ? ("TransactWriteItems", Samples.Incident) : ("UpdateItem", null);
        var before = _account.Calls(operation);
        _account.Disturb("dynamodb", operation, ApiFaultKind.BrokenAfter, times: 1);

        var saved = await _journal.SaveAsync(lease, Samples.Record, ended, report: null, release: false, default);

        Assert.Equal(1, saved?.Revision);
        Assert.Equal(2, _account.Calls(operation) - before);
        Assert.Equal((1, 1), ((await ReadAsync()).Fence, (await ReadAsync()).Revision));
    }

    /// <summary>The same write again is a lost answer; another record from the same revision is not.</summary>
    [Fact]
    public async Task Save_OfAnotherRecordFromOneRevisionIsNotOurs()
    {
        var lease = await ClaimAsync();
        Assert.NotNull(
            await _journal.SaveAsync(lease, Samples.Record, ended: null, report: null, release: false, default)
        );

        Assert.Null(
            await _journal.SaveAsync(
                lease,
                Samples.Record with
                {
                    Open = null,
                },
                ended: null,
                report: null,
                release: false,
                default
            )
        );
        Assert.NotNull((await ReadAsync()).Record.Open);
    }

    /// <summary>An incident that came back and ended again has one place in the archive: its own.</summary>
    [Fact]
    public async Task Save_OfASecondEndOverwritesTheFirst()
    {
        var ended = Samples.Record with { Open = null };
        await _journal.SaveAsync(await ClaimAsync(), ended, Samples.Incident, report: null, release: true, default);
        var again = Samples.Incident with { Returns = new Returns(3, null), EndedAt = Samples.Time.AddDays(1) };
        await _journal.SaveAsync(await ClaimAsync(), ended, again, report: null, release: true, default);

        var archived = (
            await _client.GetItemAsync(WiredAccount.Table, Key($"INCIDENT#{Samples.Incident.Id}", "RECORD"))
        ).Item;
        Assert.Equal(JsonSerializer.Serialize(again, JournalJson.Written.Incident), archived["record"].S);
        Assert.Equal(
            Samples.Time.AddDays(401).ToUnixTimeSeconds(),
            long.Parse(archived["expiresAt"].N, CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public async Task Lead_IsClaimedOnceFromOneView()
    {
        var nobody = await _journal.ReadLeadAsync("orders-db", default);
        Assert.Equal(new Lead("orders-db", null, null, null, 0), nobody);

        Assert.True(await _journal.ClaimLeadAsync(nobody, Samples.Target, Samples.Incident.Id, Samples.Time, default));
        Assert.False(
            await _journal.ClaimLeadAsync(
                nobody,
                new TargetId("websocket-service"),
                Samples.Incident.Id,
                Samples.Time,
                default
            )
        );

        var led = await _journal.ReadLeadAsync("orders-db", default);
        Assert.Equal(new Lead("orders-db", Samples.Target, Samples.Incident.Id, Samples.Time, 1), led);
        Assert.True(
            await _journal.ClaimLeadAsync(
                led,
                new TargetId("websocket-service"),
                Samples.Incident.Id,
                Samples.Time,
                default
            )
        );
        Assert.Equal(2, (await _journal.ReadLeadAsync("orders-db", default)).Version);
        Assert.Equal(0, (await _journal.ReadLeadAsync("sessions-db", default)).Version);
    }

    [Fact]
    public async Task Lead_WhoseAnswerIsLostIsRecognisedAsOurs()
    {
        var nobody = await _journal.ReadLeadAsync("orders-db", default);
        _account.Disturb("dynamodb", "UpdateItem", ApiFaultKind.BrokenAfter, times: 1);

        Assert.True(await _journal.ClaimLeadAsync(nobody, Samples.Target, Samples.Incident.Id, Samples.Time, default));
        Assert.Equal(1, (await _journal.ReadLeadAsync("orders-db", default)).Version);
    }

    [Theory]
    [InlineData("act", Mode.Act, "why")]
    [InlineData("Observe", Mode.Observe, "why")]
    [InlineData("OFF", Mode.Off, "why")]
    [InlineData("on", Mode.Off, "the switch holds 'on', which is none of act, ask, observe, off")]
    [InlineData("7", Mode.Off, "the switch holds '7', which is none of act, ask, observe, off")]
    [InlineData("", Mode.Off, "the switch holds '', which is none of act, ask, observe, off")]
    [InlineData(null, Mode.Off, "the switch holds '', which is none of act, ask, observe, off")]
    public async Task Switch_WhateverItHoldsIsReadCarefully(string? mode, Mode expected, string because)
    {
        var item = Key("CONTROL", "SWITCH");
        item["setBy"] = new AttributeValue { S = "someone" };
        item["because"] = new AttributeValue { S = "why" };
        if (mode is not null)
        {
            item["mode"] = new AttributeValue { S = mode };
        }

        await _client.PutItemAsync(WiredAccount.Table, item);

        Assert.Equal(new ControlSwitch(expected, "someone", because), (await ReadAsync()).Control);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(-60, false)]
    [InlineData(null, true)]
    public async Task Switch_ThatIsSetIsInForceUntilItsTime(int? seconds, bool inForce)
    {
        var at = (await ReadAsync()).At;
        await _journal.SetControlAsync(new ControlSwitch(Mode.Ask, "Kim", "old") { Until = at.AddDays(1) }, default);
        var set = new ControlSwitch(Mode.Observe, "佐藤", "work")
        {
            Until = seconds is { } later ? at.AddSeconds(later) : null,
        };
        await _journal.SetControlAsync(set, default);

        Assert.Equal(inForce ? set : ControlSwitch.Unset, (await ReadAsync()).Control);
        Assert.Equal((set, at), await _journal.ReadControlAsync(default));
    }

    /// <summary>A time that nobody can read ends nothing.</summary>
    [Fact]
    public async Task Switch_WithATimeThatIsNoneStands()
    {
        var item = Key("CONTROL", "SWITCH");
        item["mode"] = new AttributeValue { S = "off" };
        item["until"] = new AttributeValue { S = "soon" };
        await _client.PutItemAsync(WiredAccount.Table, item);

        Assert.Equal(new ControlSwitch(Mode.Off, "", ""), (await ReadAsync()).Control);
    }

    [Fact]
    public async Task Spend_StopsAtTheBudgetAndTellsTheNextReader()
    {
        var at = (await ReadAsync()).At;

        Assert.True(await _journal.SpendAsync(2, at, default));
        Assert.True(await _journal.SpendAsync(2, at.AddSeconds(1), default));
        Assert.False(await _journal.SpendAsync(2, at.AddSeconds(3599), default));
        Assert.Equal([at, at.AddSeconds(1)], (await ReadAsync()).EstateActs.AsEnumerable());
        Assert.True(await _journal.SpendAsync(2, at.AddSeconds(3600), default));
        Assert.Equal([at.AddSeconds(1), at.AddSeconds(3600)], (await ReadAsync()).EstateActs.AsEnumerable());
    }

    /// <summary>Functions that act at the same moment do not count each other away.</summary>
    [Fact]
    public async Task Spend_AtTheSameMomentNeverExceedsTheBudget()
    {
        var at = (await ReadAsync()).At;
        var spent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _journal.SpendAsync(4, at, default)));

        Assert.Equal(4, spent.Count(isLeft => isLeft));
        Assert.Equal(4, (await ReadAsync()).EstateActs.Length);
    }

    [Fact]
    public async Task Switch_OfAnotherTypeIsOff()
    {
        var item = Key("CONTROL", "SWITCH");
        item["mode"] = new AttributeValue { N = "1" };
        item["setBy"] = new AttributeValue { BOOL = true };
        await _client.PutItemAsync(WiredAccount.Table, item);

        Assert.Equal(Mode.Off, (await ReadAsync()).Control.Mode);
    }

    [Fact]
    public async Task Read_OfAFailingTableThrows()
    {
        using var impatient = new AmazonDynamoDBClient(
            new Amazon.Runtime.BasicAWSCredentials("AKIANOBODY", "x"),
            new AmazonDynamoDBConfig
            {
                ServiceURL = _account.Wire.Url,
                AuthenticationRegion = "ap-northeast-1",
                MaxErrorRetry = 0,
            }
        );
        _account.Disturb("dynamodb", "GetItem", ApiFaultKind.FailedBefore);

        await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() =>
            Journal(impatient).ReadAsync(Samples.Target, default)
        );
    }

    private static string Json(TargetRecord record) =>
        JsonSerializer.Serialize(record, JournalJson.Default.TargetRecord);

    private static Dictionary<string, AttributeValue> Key(string pk, string sk) =>
        new()
        {
            ["pk"] = new AttributeValue { S = pk },
            ["sk"] = new AttributeValue { S = sk },
        };

    private static DynamoDbJournal Journal(AmazonDynamoDBClient client)
    {
        var date = new AwsDate();
        date.Follow(client);
        return new DynamoDbJournal(client, date, WiredAccount.Table);
    }

    private Task<JournalView> ReadAsync() => _journal.ReadAsync(Samples.Target, default);

    private async Task<Lease> ClaimAsync() => (await _journal.ClaimAsync(await ReadAsync(), s_lease, default))!;
}
