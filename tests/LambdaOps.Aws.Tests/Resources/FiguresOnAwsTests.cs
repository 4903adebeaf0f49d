using LambdaOps.Account.World.Alarms;
using LambdaOps.Account.World.Logs;
using LambdaOps.Aws.Notifications;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>What reports are made of, as AWS answers; what it does not say is not invented.</summary>
public sealed class FiguresOnAwsTests : IAsyncLifetime
{
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    /// <summary>The account remembers 75 minutes: requests by the minute, the others by the hour.</summary>
    [Fact]
    public async Task Numbers_AreOfTheDay()
    {
        var numbers = await SeeAsync(FigureLooks.Numbers);
        var service = numbers.Services[WiredAccount.Service.Id];

        Assert.InRange(service.Behind!.Requests.Values.Length, 60, 76);
        Assert.InRange(service.Behind.Requests.Values[10].Value, 2700, 3300);
        Assert.InRange(service.Behind.P95Ms.Values.Length, 1, 3);
        Assert.InRange(service.Behind.P95Ms.Values[0].Value, 130, 220);
        Assert.InRange(service.Cpu.Values[0].Value, 35, 46);
        Assert.Null(numbers.Services[WiredAccount.Estate.Services[1].Id].Behind);
        Assert.All(numbers.Tables.Values, table => Assert.True(table.ReadUnits.Values[0].Value > 0));
        Assert.InRange(numbers.Users!.Average.Values[0].Value, 90, 110);
    }

    [Fact]
    public async Task Numbers_SayWhatIsIncomplete()
    {
        _account.World.Metrics.Withhold("RequestCount", "PartialData");
        var service = (await SeeAsync(FigureLooks.Numbers)).Services[WiredAccount.Service.Id];

        Assert.Contains("PartialData", service.Behind!.Requests.Hole!, StringComparison.Ordinal);
        Assert.Null(service.Cpu.Hole);
    }

    /// <summary>Alarms that the estate does not name are others' business.</summary>
    [Fact]
    public async Task Alarms_AreTheEstatesInTheirOrder()
    {
        foreach (var name in new[] { "api-service-5xx", "everything" })
        {
            _account.World.Alarms.SetState(name, AlarmStateValue.Alarm, "a test", null, "tester");
        }

        var changes = (await SeeAsync(FigureLooks.Alarms)).All;

        Assert.Equal([("api-service-5xx", "ALARM")], changes.Select(change => (change.Alarm, change.State)));
        Assert.Equal(_account.World.Clock.Now, Assert.Single(changes).At, TimeSpan.FromSeconds(1));
    }

    /// <summary>Ids and numbers do not make two errors of one.</summary>
    [Fact]
    public async Task Errors_AreCountedByWhatTheyMean()
    {
        _account.World.Logs.Add(
            new Lines(
                _account.World.Clock.Now.AddMinutes(-9),
                "ERROR order 17 failed after 2.5 s",
                "ERROR order 4711 failed after 11 s",
                "FATAL no database 6f0c1c3a-0b3b-4f0e-9d61-2f5d7f9a1b2c",
                "all is well"
            )
        );
        var group = Assert.Single((await SeeAsync(FigureLooks.Errors)).All, one => one.LogGroup == Lines.Name);

        Assert.Contains(
            group.Lines,
            line => line is { Count: 2, Example: var text } && text.StartsWith("ERROR order", StringComparison.Ordinal)
        );
        Assert.Contains(
            group.Lines,
            line => line is { Count: 1, Example: var text } && text.StartsWith("FATAL", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(group.Lines, line => line.Example == "all is well");
    }

    [Fact]
    public async Task FailedLogins_AreCountedByWhereTheyComeFrom()
    {
        _account.World.Logs.Add(
            new Lines(
                _account.World.Clock.Now.AddMinutes(-9),
                "Authentication failed for admin from 203.0.113.7",
                "Authentication failed for root from 203.0.113.7",
                "Authentication failed for root from 2001:db8::1",
                "Authentication failed"
            )
        );
        var group = Assert.Single((await SeeAsync(FigureLooks.FailedLogins)).All);

        Assert.Equal(4, group.Count);
        Assert.Equal(
            [("203.0.113.7", 2L), ("2001:db8::1", 1L), ("?", 1L)],
            group
                .Lines.OrderByDescending(line => line.Count)
                .ThenBy(line => line.Example == "?")
                .Select(line => (line.Example, line.Count))
        );
    }

    [Fact]
    public async Task Journal_HasNothingAtFirst()
    {
        Assert.Empty((await SeeAsync(FigureLooks.Kept)).All);
        Assert.Empty((await SeeAsync(FigureLooks.Incidents)).All);
        Assert.All((await SeeAsync(FigureLooks.Reports)).All, record => Assert.Null(record.Last));
    }

    [Fact]
    public async Task Report_IsStoredAsPageAndText()
    {
        _account.S3.CreateBucket("ops-reports");
        using var client = _account.S3Client();
        var stored = await Shelf(client, new ReportStore("ops-reports", "days/", TimeSpan.Zero))
            .StoreAsync("daily/2026-01-14", "<p>", "# é", default);
        var signed = await Shelf(client, new ReportStore("ops-reports", "days/", TimeSpan.FromHours(2)))
            .StoreAsync("daily/2026-01-15", "<p>", "#", default);

        Assert.Null(stored.WhyNot);
        Assert.Equal(
            "https://ap-northeast-1.console.aws.amazon.com/s3/object/ops-reports?region=ap-northeast-1&prefix=days%2Fdaily%2F2026-01-14.html",
            stored.Link
        );
        Assert.Contains("Expires=7200", signed.Link!, StringComparison.Ordinal);
        using var read = await client.GetObjectAsync("ops-reports", "days/daily/2026-01-14.md");
        using var text = new StreamReader(read.ResponseStream);
        Assert.Equal("# é", await text.ReadToEndAsync());
        Assert.Equal("text/markdown; charset=utf-8", read.Headers.ContentType);
    }

    /// <summary>A report that cannot be stored is a result, not a failure.</summary>
    [Fact]
    public async Task Report_ThatCannotBeStoredSaysWhy()
    {
        using var client = _account.S3Client();

        var gone = await Shelf(client, new ReportStore("no-such-bucket", "days/", TimeSpan.Zero))
            .StoreAsync("daily/1", "", "", default);
        var none = await Shelf(client, null).StoreAsync("daily/1", "", "", default);

        Assert.Null(gone.Link);
        Assert.StartsWith("NoSuchBucket: ", gone.WhyNot, StringComparison.Ordinal);
        Assert.Equal(new StoredReport(null, null), none);
    }

    private static S3ReportShelf Shelf(Amazon.S3.IAmazonS3 client, ReportStore? store) =>
        new(new Lazy<Amazon.S3.IAmazonS3>(client), store, "ap-northeast-1", TimeProvider.System);

    private Task<T> SeeAsync<T>(Look<T> look)
        where T : class
    {
        var now = _account.World.Clock.Now;
        LocalDay day = new(
            DateOnly.FromDateTime(now.UtcDateTime),
            now.AddHours(-12) - now.TimeOfDay + TimeSpan.FromHours(now.Hour),
            now.AddHours(1)
        );
        var about = FigureDays.Of(WiredAccount.Estate, "figures") with { Days = [day with { From = Hour(day.From) }] };
        return _account
            .Resources()
            .Observer()
            .SeeAsync(look, LookAt.For(WiredAccount.Estate, about, new CheckRun(now, now), now));
    }

    private static DateTimeOffset Hour(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour));

    /// <summary>Lines of the service's log, a second after each other.</summary>
    private sealed class Lines(DateTimeOffset first, params string[] texts) : ILogSource
    {
        public static string Name { get; } = WiredAccount.Service.LogGroup!;

        public string Group => Name;

        public string Stream => "test";

        public IEnumerable<LogEvent> Read(DateTimeOffset from, DateTimeOffset until) =>
            texts
                .Select((text, index) => new TextLine(first.AddSeconds(index), Stream, text))
                .Where(line => line.At >= from && line.At < until);
    }
}
