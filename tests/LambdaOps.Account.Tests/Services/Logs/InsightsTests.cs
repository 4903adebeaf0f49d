using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.Services.Logs.Insights;
using LambdaOps.Account.World.Logs;

namespace LambdaOps.Account.Tests.Services.Logs;

/// <summary>Queries over a few events that one can count by hand.</summary>
public sealed class InsightsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private static readonly LogEvent[] s_events =
    [
        new RequestLine(s_start, "s", "/a", 100, Failed: false),
        new RequestLine(s_start.AddSeconds(10), "s", "/b", 3000, Failed: true),
        new RequestLine(s_start.AddMinutes(6), "s", "/a", 300, Failed: false),
        new RequestLine(s_start.AddMinutes(7), "s", "/b", 1000.5, Failed: false),
        new TextLine(
            s_start.AddMinutes(8),
            "s",
            """{"level":"warn","message":"DynamoDB refused","error":{"code":7},"ok":true}"""
        ),
        new TextLine(s_start.AddMinutes(9), "s", "user=ann took=12 plain text"),
    ];

    [Theory]
    [InlineData("stats count(*)", "count(*)=6")]
    [InlineData("stats count(duration), count_distinct(api_endpoint) as paths", "count(duration)=4;paths=2")]
    [InlineData(
        "stats avg(duration) by api_endpoint | filter ispresent(api_endpoint) | sort api_endpoint",
        "api_endpoint=/a;avg(duration)=200|api_endpoint=/b;avg(duration)=2000.25"
    )]
    [InlineData(
        "filter ispresent(duration) | stats sum(duration), min(duration), max(duration)",
        "sum(duration)=4400.5;min(duration)=100;max(duration)=3000"
    )]
    [InlineData(
        "stats pct(duration, 50) as p50, pct(duration, 99) as p99, median(duration) as m",
        "p50=300;p99=3000;m=300"
    )]
    [InlineData(
        "stats count(*) as n by bin(5m) | sort bin(5m) desc",
        "bin(5m)=2026-01-15 03:05:00.000;n=4|bin(5m)=2026-01-15 03:00:00.000;n=2"
    )]
    [InlineData("filter duration > 1000 | stats count(*) as n", "n=2")]
    [InlineData("filter duration >= 1000.5 and status = 200 | stats count(*) as n", "n=1")]
    [InlineData("filter duration < 300 or status = \"503\" | stats count(*) as n", "n=2")]
    [InlineData("filter duration <= 300 | stats count(*) as n", "n=2")]
    [InlineData("filter status != 200 | stats count(*) as n", "n=1")]
    [InlineData("filter not (status = 200) and ispresent(status) | stats count(*) as n", "n=1")]
    [InlineData("filter api_endpoint in [\"/a\", \"/z\"] | stats count(*) as n", "n=2")]
    [InlineData("filter ispresent(api_endpoint) and api_endpoint not in ['/a'] | stats count(*) as n", "n=2")]
    [InlineData("filter @message like \"DynamoDB\" | stats count(*) as n", "n=1")]
    [InlineData("filter @message like /user=\\w+/ | stats count(*) as n", "n=1")]
    [InlineData("filter @message =~ /took=[0-9]/ | stats count(*) as n", "n=1")]
    [InlineData("filter @message not like /request|DynamoDB/ | stats count(*) as n", "n=1")]
    [InlineData("filter strcontains(message, \"failed\") | stats count(*) as n", "n=1")]
    [InlineData("filter error.code = 7 and ok = 1 | stats count(*) as n", "n=1")]
    [InlineData("filter (duration + 100) * 2 > 2000 # both slow ones\n | stats count(*) as n", "n=2")]
    [InlineData("STATS COUNT(*) AS n BY level | SORT level ASC | LIMIT 2", "n=1|level=error;n=1")]
    [InlineData(
        "fields least(1, greatest(0, ceil(duration / 1000) - 1)) as slow | stats sum(slow) as n by api_endpoint | sort n desc | limit 2",
        "api_endpoint=/b;n=2|api_endpoint=/a;n=0"
    )]
    [InlineData("fields greatest(duration, nothing) as most | stats count(most) as n", "n=0")]
    [InlineData("filter level = 'none' | stats count(*) as n", "n=0")]
    [InlineData("filter level = 'none' | stats count(*) as n by level", "")]
    [InlineData("filter level = 'none' | stats avg(duration) as n", "")]
    [InlineData(
        "parse @message \"user=* took=* \" as user, took | filter took > 10 | stats count(*) as n by user",
        "user=ann;n=1"
    )]
    [InlineData("parse /took=(?<took>\\d+)/ | filter ispresent(took) | stats max(took) as most", "most=12")]
    [InlineData(
        "stats avg(duration) as ms by api_endpoint, bin(5m) as t | stats max(ms) as worst by api_endpoint | sort worst desc | limit 1",
        "api_endpoint=/b;worst=3000"
    )]
    [InlineData(
        "fields duration / 1000 as s, toupper(level) as l | filter s > 2 | display s, l | stats max(s) as s",
        "s=3"
    )]
    [InlineData(
        "stats earliest(duration) as first, latest(duration) as last by api_endpoint | filter api_endpoint = '/a'",
        "api_endpoint=/a;first=100;last=300"
    )]
    [InlineData(
        "stats avg(duration) by api_endpoint | sort avg(duration) desc | limit 1",
        "api_endpoint=/b;avg(duration)=2000.25"
    )]
    public void Query_Finds(string query, string expected) => Assert.Equal(expected, Shown(Run(query)));

    [Fact]
    public void Query_ShowsTheNewestEventsFirst()
    {
        var found = Run("fields @timestamp, api_endpoint | filter duration > 0 | limit 2");

        Assert.Equal(
            "@timestamp=2026-01-15 03:07:00.000;api_endpoint=/b|@timestamp=2026-01-15 03:06:00.000;api_endpoint=/a",
            Shown(found)
        );
        Assert.All(found.Rows, row => Assert.Equal("@ptr", row[^1].Key));
        Assert.Equal((4, 6), (found.Matched, found.Scanned));
        Assert.Equal(["@timestamp", "@message", "@ptr"], Run("limit 1").Rows[0].Select(field => field.Key));
    }

    /// <summary>The runbook's query (遅いAPIエンドポイント特定).</summary>
    [Fact]
    public void Query_OfTheRunbookFindsTheSlowEndpoints() =>
        Assert.Equal(
            "api_endpoint=/b;avg(duration)=2000.25",
            Shown(
                Run(
                    "fields @timestamp, api_endpoint, duration | filter duration > 1000 | stats avg(duration) by api_endpoint"
                )
            )
        );

    [Theory]
    [InlineData("", "expected one of the commands")]
    [InlineData("nonsense", "found 'nonsense', expected one of the commands")]
    [InlineData("select * from logs", "found 'select'")]
    [InlineData("fields @timestamp |", "found 'the end', expected one of the commands")]
    [InlineData("fields", "found 'the end', expected a field")]
    [InlineData("fields @timestamp, @message limit 20", "found 'limit', expected '|' or the end")]
    [InlineData("filter duration", "'duration' is no condition")]
    [InlineData("filter duration >", "found 'the end', expected a field")]
    [InlineData("filter duration >> 3", "found '>', expected a field")]
    [InlineData("filter (duration > 3", "found 'the end', expected ')'")]
    [InlineData("filter level = \"info", "the text has no end")]
    [InlineData("filter level like", "expected a text or a /pattern/")]
    [InlineData("filter level like /[/", "is no regular expression")]
    [InlineData("filter level like /a", "the regular expression has no end")]
    [InlineData("filter duration > 1000 and", "expected a field")]
    [InlineData("filter duration > 1 and status", "'status' is no condition")]
    [InlineData("filter nosuch(level)", "the function 'nosuch' is not known")]
    [InlineData("filter ispresent()", "ispresent has 0 arguments, expected 1")]
    [InlineData("filter level in info", "found 'info', expected '['")]
    [InlineData("filter level && status", "unexpected character '&'")]
    [InlineData("stats", "found 'the end', expected one of count")]
    [InlineData("stats duration by level", "found 'duration', expected one of count")]
    [InlineData("stats p99(duration)", "found 'p99', expected one of count")]
    [InlineData("stats pct(duration)", "found ')', expected ','")]
    [InlineData("stats pct(duration, 101)", "expected a number from 0 to 100")]
    [InlineData("stats count(*) by bin(5)", "expected a period such as 5m")]
    [InlineData("stats count(*) by bin(5x)", "'5x' is no period")]
    [InlineData("stats count(*) by", "expected a field")]
    [InlineData("sort", "expected a field")]
    [InlineData("limit many", "expected a number from 1 to 10000")]
    [InlineData("limit 0", "expected a number from 1 to 10000")]
    [InlineData("limit 10001", "expected a number from 1 to 10000")]
    [InlineData("parse @message \"a * b\" as x, y", "the text has 1 '*', expected one for each of 2 names")]
    [InlineData("dedup level", "found 'dedup', expected one of the commands")]
    public void Query_ThatIsNotUnderstoodIsRefused(string query, string message)
    {
        var refused = Assert.Throws<MalformedQueryException>(() => QueryParser.Read(query));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.From, 0, query.Length);
        Assert.InRange(refused.Until, refused.From, query.Length);
    }

    private static QueryResult Run(string query) =>
        QueryRun.Of(QueryParser.Read(query), s_events.Select(e => new Row(e, "1:g")), 10_000);

    private static string Shown(QueryResult result) =>
        string.Join(
            '|',
            result.Rows.Select(row =>
                string.Join(';', row.Where(f => f.Key != "@ptr").Select(f => $"{f.Key}={f.Value}"))
            )
        );
}
