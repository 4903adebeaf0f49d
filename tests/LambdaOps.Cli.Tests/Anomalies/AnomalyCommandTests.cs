using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LambdaOps.Benchmarks.Anomalies;
using LambdaOps.Core.Backtests;

namespace LambdaOps.Cli.Tests.Anomalies;

public sealed class AnomalyCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anomaly-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("deep/a.csv")]
    [InlineData("a.csv")]
    [InlineData("above/deep/a.csv")]
    [InlineData("elsewhere/a.csv")]
    public void Read_FindsTheWindowsOfASeries_WhateverFolderIsAbove(string key)
    {
        Write(
            "deep/a.csv",
            "timestamp,value",
            "2014-02-26 13:45:00,1.5",
            "2014-02-26 13:50:00,",
            "2014-02-26 13:55:00,NaN"
        );
        Windows($$"""{"{{key}}": [["2014-02-26 13:45:00.000000", "2014-02-26 13:50:00.000000"]], "b.csv": []}""");

        var series = Assert.Single(Read());

        Assert.Equal("deep/a.csv", series.Name);
        Assert.Equal(1.5, series.Values[0]);
        Assert.All(series.Values.Skip(1), value => Assert.True(double.IsNaN(value)));
        Assert.Equal(new DateTimeOffset(2014, 2, 26, 13, 50, 0, TimeSpan.Zero), series.Times[1]);
        Assert.Equal(new MarkedWindow(series.Times[0], series.Times[1]), Assert.Single(series.Windows));
    }

    [Theory]
    [InlineData("2014-02-26 13:45:00", "a.csv, line 3: found \"2014-02-26 13:45:00\", expected timestamp,value")]
    [InlineData("yesterday,3", "a.csv, line 3: found \"yesterday\", expected a time such as 2014-02-26 13:45:00")]
    [InlineData("2014-02-26 13:45:00,many", "a.csv, line 3: found \"many\", expected a number")]
    public void Read_NamesTheLineThatIsWrong(string line, string message)
    {
        Write("a.csv", "timestamp,value", "2014-02-26 13:40:00,1", line);
        Windows("""{"a.csv": []}""");

        Assert.Equal(message, Wrong());
    }

    [Theory]
    [InlineData("""{"b.csv": []}""", "no entry for a.csv; expected its windows, or [] for none")]
    [InlineData("""{"x/a.csv": [], "y/a.csv": []}""", "a.csv may be x/a.csv or y/a.csv")]
    [InlineData("""{"a.csv": [["2014-02-26"]]}""", """a.csv: found ["2014-02-26"], expected [from, to]""")]
    [InlineData("""["a.csv"]""", "expected {\"file.csv\": [[\"from\", \"to\"], …], …}")]
    [InlineData("""{"a.csv": [["2013-01-01", "2013-01-02"]]}""", "a.csv: no row in its window 2013-01-01")]
    public void Read_SaysWhatIsWrongWithTheWindows(string windows, string message)
    {
        Write("a.csv", "timestamp,value", "2014-02-26 13:40:00,1", "2014-02-26 13:45:00,1");
        Windows(windows);

        Assert.Contains(message, Wrong(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SaysWhatIsMissing()
    {
        Assert.EndsWith("windows.json: no such file, expected one", Wrong(), StringComparison.Ordinal);
        Windows("{}");
        Assert.EndsWith("no *.csv in it", Wrong(), StringComparison.Ordinal);
        Write("a.csv", "timestamp,value");
        Windows("""{"a.csv": []}""");
        Assert.Equal("a.csv: no rows; expected a header and lines of timestamp,value", Wrong());
        var gone = new DirectoryInfo(Path.Combine(_folder.FullName, "gone"));
        Assert.EndsWith(
            "gone: no such folder",
            Assert.Throws<UsageException>(() => SeriesReader.Read(gone, File("windows.json"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Command_ScoresASpikeInItsWindow()
    {
        var start = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        Write(
            "a.csv",
            [
                "timestamp,value",
                .. Enumerable
                    .Range(0, 1000)
                    .Select(row =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{start.AddMinutes(5 * row):yyyy-MM-dd HH:mm:ss},{(row == 700 ? 900 : 100 + (row % 7))}"
                        )
                    ),
            ]
        );
        Windows($$"""{"a.csv": [["{{start.AddMinutes(5 * 700):u}}", "{{start.AddMinutes(5 * 740):u}}"]]}""");
        var parsed = AnomalyCommand
            .Create()
            .Parse(["--data", _folder.FullName, "--windows", File("windows.json").FullName, "--json"]);

        Assert.Empty(parsed.Errors);
        using var output = new StringWriter();
        Assert.Equal(ExitCodes.Passed, parsed.Invoke(new InvocationConfiguration { Output = output }));
        var best = JsonNode.Parse(output.ToString())!["profiles"]!["standard"]!["best"]!;
        Assert.Equal(100, (double)best["score"]!, tolerance: 1e-6);
        Assert.Equal((1, 0, 0), ((int)best["found"]!, (int)best["missed"]!, (int)best["false"]!));
    }

    private IEnumerable<LabelledSeries> Read() => SeriesReader.Read(_folder, File("windows.json"));

    private string Wrong() => Assert.Throws<UsageException>(Read).Message;

    private FileInfo File(string name) => new(Path.Combine(_folder.FullName, name));

    private void Windows(string json) => System.IO.File.WriteAllText(File("windows.json").FullName, json);

    private void Write(string name, params string[] lines)
    {
        File(name).Directory!.Create();
        System.IO.File.WriteAllLines(File(name).FullName, lines);
    }
}
