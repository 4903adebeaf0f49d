using LambdaOps.Cli.Backtests;
using LambdaOps.Core.Backtests;

namespace LambdaOps.Cli.Tests.Backtests;

public sealed class MetricFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("metrics-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("timestamp,value\n2026-01-15 00:00:00,1\n2026-01-15 00:05:00,2\n")]
    [InlineData("timestamp,value\r\n2026-01-15T00:00:00Z,1\r\n\r\n2026-01-15T00:05:00Z,2")]
    [InlineData("\uFEFFtimestamp,value\n2026-01-15T00:05:00+00:00,2\n2026-01-15T09:00:00+09:00,1\n")]
    [InlineData("host,value,Time\n\"a,b\",1,2026-01-15 00:00:00.000\nc,\"2\",2026-01-15 00:05:00.000000\n")]
    [InlineData("timestamp,value\n1768435200,1\n1768435500000,2\n")]
    [InlineData(
        "timestamp, \"value\" ,other\n2026-01-15 00:00:00, 1 ,many\n2026-01-15 00:05,2,\n2026-01-15 00:10:00,,"
    )]
    [InlineData(
        """{"MetricDataResults":[{"Id":"m1","Label":"value","Timestamps":["2026-01-15T00:05:00+00:00","2026-01-15T00:00:00Z"],"Values":[2,1.0],"StatusCode":"Complete"}]}"""
    )]
    [InlineData(
        """{"MetricDataResults":[{"Id":"value","Label":"CPU of web","Timestamps":[1768435200,1768435500],"Values":[1,2]},{"Id":"m2","Label":"b","Timestamps":[],"Values":[]}]}"""
    )]
    [InlineData(
        """{"Label":"CPU","Datapoints":[{"Timestamp":"2026-01-15T00:05:00Z","value":2,"Unit":"Percent"},{"Timestamp":"2026-01-15T00:00:00Z","value":1,"Unit":"Percent"}]}"""
    )]
    public void Read_TakesWhatToolsWrite(string text)
    {
        var series = Assert.Single(Read(text, "value"));

        Assert.Equal([1.0, 2.0], series.Values.ToArray());
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero), series.First);
        Assert.Equal(TimeSpan.FromMinutes(5), series.Last - series.First);
        Assert.Equal(TimeSpan.FromMinutes(5), series.Step);
    }

    /// <summary>As the AWS CLI prints the pages that it read.</summary>
    [Fact]
    public void Read_JoinsThePagesOfAResult() =>
        Assert.Equal(
            [1.0, 2.0],
            Assert
                .Single(
                    Read(
                        """{"MetricDataResults":[{"Id":"m1","Label":"a","Timestamps":["2026-01-16"],"Values":[2]},{"Id":"m1","Label":"a","Timestamps":["2026-01-15"],"Values":[1]}]}""",
                        "a"
                    )
                )
                .Values.ToArray()
        );

    [Fact]
    public void Read_TakesTheOnlyColumn_AndEachResult()
    {
        Assert.Equal("cpu", Assert.Single(Read("timestamp,cpu\n2026-01-15 00:00:00,1", null)).Name);
        Assert.Equal(
            ["a", "b"],
            Read(
                    """{"MetricDataResults":[{"Id":"m1","Label":"a","Timestamps":["2026-01-15"],"Values":[1]},{"Id":"m2","Label":"b","Timestamps":["2026-01-15"],"Values":[1]}]}""",
                    null
                )
                .Select(series => series.Name)
        );
    }

    [Theory]
    [InlineData("", "a.csv: no rows; expected a header and lines of timestamp,value")]
    [InlineData("timestamp,value\n", "a.csv: found no value of \"value\", expected one at least")]
    [InlineData(
        "timestamp,value\n2026-01-15 00:00:00,NaN",
        "a.csv: found no value of \"value\", expected one at least"
    )]
    [InlineData(
        "2026-01-15 00:00:00,1",
        "a.csv, line 1: found \"2026-01-15 00:00:00,1\", expected a header such as timestamp,value"
    )]
    [InlineData("value", "a.csv, line 1: found \"value\", expected a header such as timestamp,value")]
    [InlineData("timestamp,cpu,b\n", "a.csv: found no column \"value\", expected one of cpu, b")]
    [InlineData("timestamp,value\n\n2026-01-15", "a.csv, line 3: found \"2026-01-15\", expected timestamp,value")]
    [InlineData(
        "timestamp,value\n15.1.2026,1",
        "a.csv, line 2: found \"15.1.2026\", expected a time such as 2014-02-26 13:45:00"
    )]
    [InlineData(
        "timestamp,value\n2026-02-30 00:00:00,1",
        "a.csv, line 2: found \"2026-02-30 00:00:00\", expected a time such as 2014-02-26 13:45:00"
    )]
    [InlineData(
        "timestamp,value\n9999-12-31 23:59:59,1",
        "a.csv, line 2: found \"9999-12-31 23:59:59\", expected a time such as 2014-02-26 13:45:00"
    )]
    [InlineData(
        "timestamp,value\n99999999999999,1",
        "a.csv, line 2: found \"99999999999999\", expected a time such as 2014-02-26 13:45:00"
    )]
    [InlineData(
        "timestamp,value\n10:00,1",
        "a.csv, line 2: found \"10:00\", expected a time such as 2014-02-26 13:45:00"
    )]
    [InlineData("timestamp,value\n2026-01-15 00:00:00,1;5", "a.csv, line 2: found \"1;5\", expected a number")]
    [InlineData(
        "timestamp,value\n2026-01-15 00:00:00,\u001b[31mred\u202e",
        "a.csv, line 2: found \"[31mred\", expected a number"
    )]
    [InlineData(
        "{\n\"MetricDataResults\": [,\n",
        "a.csv, line 2: found no JSON, expected what 'aws cloudwatch get-metric-data' prints"
    )]
    [InlineData("[1]", "a.csv: found array, expected what 'aws cloudwatch get-metric-data' prints")]
    [InlineData(
        "{\"MetricDataResults\":[{\"Id\":\"\\ud800\",\"Timestamps\":[],\"Values\":[]}]}",
        "a.csv: found text that is no Unicode, expected what"
    )]
    [InlineData("{}", "a.csv: found neither MetricDataResults nor Datapoints, expected what")]
    [InlineData(
        """{"MetricDataResults":[{"Id":"m1"}]}""",
        "a.csv: MetricDataResults[0]: found no list Timestamps, expected one"
    )]
    [InlineData(
        """{"MetricDataResults":[{"Id":"value","Timestamps":["2026-01-15"],"Values":[]}]}""",
        "a.csv: MetricDataResults[0]: found 1 Timestamps and 0 Values, expected as many"
    )]
    [InlineData(
        """{"MetricDataResults":[{"Id":"value","Timestamps":["2026-01-15"],"Values":["x"]}]}""",
        "a.csv: MetricDataResults[0].Values[0]: found \"x\", expected a number"
    )]
    [InlineData(
        """{"MetricDataResults":[{"Id":"value","Timestamps":["soon"],"Values":[1]}]}""",
        "a.csv: MetricDataResults[0].Timestamps[0]: found \"soon\", expected a time"
    )]
    [InlineData(
        """{"MetricDataResults":[{"Id":"m1","Label":"a","Timestamps":[],"Values":[]}]}""",
        "a.csv: found no column \"value\", expected one of a"
    )]
    [InlineData("""{"Datapoints":[{"Average":1}]}""", "a.csv: Datapoints[0]: found no Timestamp, expected a datapoint")]
    public void Read_NamesThePlaceThatIsWrong(string text, string message) =>
        Assert.StartsWith(
            message,
            Assert
                .Throws<UsageException>(() => Read(text, "value"))
                .Message.Replace(Place, "a.csv", StringComparison.Ordinal),
            StringComparison.Ordinal
        );

    [Fact]
    public void Read_QuotesNoMoreThanFitsALine()
    {
        var message = Assert
            .Throws<UsageException>(() => Read($"timestamp,value\n2026-01-15,{new string('x', 1_000_000)}", "value"))
            .Message;

        Assert.InRange(message.Length, 1, 300);
    }

    [Theory]
    [InlineData("""{"a.csv": [["2026-01-16", "2026-01-15"]]}""", "an end that is no earlier")]
    [InlineData("""{"a.csv": [["soon", "2026-01-15"]]}""", "found \"soon\", expected a time")]
    [InlineData("""{"a.csv": 3}""", "expected {\"file.csv\"")]
    [InlineData("no json", "expected {\"file.csv\"")]
    public void Marked_SaysWhatIsWrong(string text, string message)
    {
        File.WriteAllText(Place, text);

        var wrong = Assert.Throws<UsageException>(() => MarkedWindows.Read(new FileInfo(Place), "--marked"));

        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }

    private string Place => Path.Combine(_folder.FullName, "a.csv");

    private List<PastMetric> Read(string text, string? wanted)
    {
        File.WriteAllText(Place, text);
        return [.. MetricFiles.Read(new FileInfo(Place), wanted, static _ => { })];
    }
}
