using System.CommandLine;
using System.Globalization;

namespace LambdaOps.Cli.Tests;

/// <summary>
/// Every flag and argument of every command, with values that it cannot use: one sentence names it, and says what was
/// expected.
/// </summary>
public sealed class BadValueTests
{
    /// <summary>By name. A flag that is not here fails the test.</summary>
    private static readonly Dictionary<string, string[]> s_bad = new(StringComparer.Ordinal)
    {
        ["--seed"] = ["abc", "-1", "1.5", "1e3", "99999999999999999999", ""],
        ["--runs"] = ["abc", "0", "-5", "10000001", "1e300", "1.5", ""],
        ["--check"] = ["no-such-check", ""],
        ["--minutes"] = ["abc", "0", "10001", ""],
        ["--parallel"] = ["abc", "0", "1025", ""],
        ["--services"] = ["abc", "0", "51", ""],
        ["--faults"] = ["fire", "all,-fire", ""],
        ["--outages"] = ["abc", "1,x", "-1", "1.5", "99999999999"],
        ["--acts"] = ["abc", "1,x", "-1"],
        ["--port"] = ["abc", "0", "-1", "70000", "1e300", ""],
        ["--speed"] = ["abc", "0", "-1", "1e300", "NaN", "Infinity", "1e999", "3601", ""],
        ["--drill"] = ["no-such-drill", ""],
        ["--json"] = ["gone/results.json", ".", ""],
        ["--estate"] = ["gone.json", ".", ""],
        ["--endpoint-url"] = ["abc", "ftp://example.com", "127.0.0.1:4566", "http://", ""],
        ["--region"] = ["Tokyo", "ap northeast 1", "http://x", ""],
        ["--mode"] = ["act", "OFF", ""],
        ["--until"] = ["tomorrow", "25:00", "2026-01-15T18:00", ""],
        ["--because"] = ["", "  ", "WHY"],
        ["--by"] = ["", "YOUR NAME"],
        ["--function"] = ["", " "],
        ["--stack"] = ["", " "],
        ["--table"] = ["", " "],
        ["--as"] = ["", "YOUR NAME"],
        ["--since"] = ["yesterday", "24", "-1h", "5y", "401d", "99999999999d", ""],
        ["show id"] = ["nonsense", ""],
        ["approve id"] = ["nonsense", ""],
        ["decline id"] = ["nonsense", ""],
        ["ack id"] = ["nonsense", ""],
        ["note id"] = ["nonsense", ""],
        ["note text"] = ["", "  "],
        ["--out"] = ["LambdaOps.Cli.Tests.dll", ""],
        ["--binary"] = ["gone", ""],
        ["drill name"] = ["no-such-drill", ""],
        ["report incident"] = ["nonsense", "20260115-api-service-031501-1", ""],
        ["--about"] = ["everything", ""],
        ["--culture"] = ["fr", ""],
        ["--day"] = ["yesterday", "2026-02-30", "14.1.2026", ""],
        ["--week"] = ["last", "2026-02-30", "2026-W02", ""],
        ["--month"] = ["last", "2026-13", "2026-1", "2026-01-01", ""],
        ["tick line"] = ["nonsense", ""],
        ["--html"] = ["gone/page.html", ".", ""],
        ["checks name"] = ["no-such-check", ""],
        ["describe name"] = ["no-such-procedure", ""],
        ["invoke function"] = [""],
        ["invoke event"] = ["gone.json", ".", ""],
        ["check file"] = ["gone.json", ".", ""],
        ["--metrics"] = ["gone.csv", ".", ""],
        ["--alarm"] = ["value", "value > many", "value > 1 for 3 of 2 x 300s", "value > 1 for 1 x 7s", ""],
        ["--statistic"] = ["mean", "p101", ""],
        ["--missing"] = ["zero", ""],
        ["--remedy"] = ["no-such-remedy", "maintenancePage", ""],
        ["--target"] = ["", " "],
        ["--marked"] = ["gone.json", ".", ""],
    };

    /// <summary>Values that it can use, for what a command line needs besides.</summary>
    private static readonly Dictionary<string, string> s_good = new(StringComparer.Ordinal)
    {
        ["--because"] = "planned work",
        ["--as"] = "Sato",
        ["--out"] = "gone",
        ["show id"] = "20260115-api-service-031501",
        ["approve id"] = "20260115-api-service-031501-1",
        ["decline id"] = "20260115-api-service-031501-1",
        ["ack id"] = "20260115-api-service-031501",
        ["note id"] = "20260115-api-service-031501",
        ["note text"] = "the vendor knows",
        ["tick line"] = "weekly.shared",
        ["--metrics"] = "gone.csv",
        ["--alarm"] = "value > 85",
        ["invoke function"] = "any",
        ["invoke event"] = "events/operator-observe.json",
    };

    /// <summary>What a person would never wait for: it is checked before the functions are built.</summary>
    private static readonly string[] s_quickly = ["--in-process"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var (path, command) in Leaves(Program.Root(), []))
            {
                foreach (var symbol in Valued(command))
                {
                    cases.Add(string.Join(' ', path), symbol);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task BadValue_IsOneSentenceThatNamesTheFlag(string path, string symbol)
    {
        Assert.True(s_bad.TryGetValue(symbol, out var values), $"lambdaops {path}: give bad values of {symbol} above");
        var words = path.Split(' ');
        var command = Leaves(Program.Root(), []).Single(leaf => string.Join(' ', leaf.Path) == path).Command;
        foreach (var value in values)
        {
            using var errors = new StringWriter(CultureInfo.InvariantCulture);

            var code = await Program.RunAsync([.. words, .. Line(command, symbol, value)], errors, default);

            var said = $"lambdaops {path} {symbol} '{value}': {code}: {errors}";
            Assert.True(code == ExitCodes.Usage, said);
            var name = symbol.Split(' ')[^1];
            Assert.True(errors.ToString().StartsWith("lambdaops: ", StringComparison.Ordinal), said);
            Assert.True(errors.ToString().TrimEnd().Split('\n').Length == 1, said);
            Assert.True(
                errors.ToString().Contains(name, StringComparison.Ordinal)
                    || errors.ToString().Contains($"'{value}'", StringComparison.Ordinal)
                    || (value.Length > 0 && errors.ToString().Contains(value, StringComparison.Ordinal)),
                said
            );
            Assert.True(errors.ToString().Contains("expected", StringComparison.Ordinal), said);
        }
    }

    /// <summary>A flag without its value, and a flag that does not exist.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task MissingValue_IsOneSentenceThatNamesTheFlag(string path, string symbol)
    {
        if (!symbol.StartsWith("--", StringComparison.Ordinal))
        {
            return;
        }

        var command = Leaves(Program.Root(), []).Single(leaf => string.Join(' ', leaf.Path) == path).Command;
        using var errors = new StringWriter(CultureInfo.InvariantCulture);

        string[] line = [.. path.Split(' '), .. Line(command, symbol, null)];
        var code = await Program.RunAsync(line, errors, default);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.StartsWith(
            $"lambdaops: {symbol}: found no value, expected ",
            errors.ToString(),
            StringComparison.Ordinal
        );
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("dril", "'dril'")]
    [InlineData("drill --sed 5", "--sed")]
    [InlineData("stop", "--because: found nothing, expected it: Why")]
    [InlineData("invoke", "function: found nothing, expected it")]
    [InlineData("invoke f", "event: found nothing, expected it")]
    [InlineData("drill --seed 1 --seed 2", "--seed: found it more than once")]
    [InlineData("estate", "check")]
    public async Task LineThatNobodyCanRead_SaysWhatIsWrong(string line, string expected)
    {
        using var errors = new StringWriter(CultureInfo.InvariantCulture);

        var code = await Program.RunAsync(line.Split(' '), errors, default);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_SaysTheExitCodesAndDescribesAll(string path)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        var code = await Program
            .Root()
            .Parse($"{path} --help")
            .InvokeAsync(new InvocationConfiguration { Output = output }, default);

        Assert.Equal(0, code);
        Assert.Contains("Exit codes:\n  0 ", output.ToString(), StringComparison.Ordinal);
        var command = Leaves(Program.Root(), []).Single(leaf => string.Join(' ', leaf.Path) == path).Command;
        Assert.All(command.Options, option => Assert.NotEmpty(option.Description ?? ""));
        Assert.All(command.Arguments, argument => Assert.NotEmpty(argument.Description ?? ""));
    }

    [Fact]
    public async Task Help_OfAllIsAListOfOneLineEach()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        await Program.Root().Parse("--help").InvokeAsync(new InvocationConfiguration { Output = output }, default);

        Assert.DoesNotContain("Exit codes", output.ToString(), StringComparison.Ordinal);
        Assert.All(Program.Root().Subcommands, one => Assert.True(one.Description!.Length < 200, one.Description));
    }

    public static TheoryData<string> Commands =>
        new(Leaves(Program.Root(), []).Select(leaf => string.Join(' ', leaf.Path)));

    /// <summary>The command's other required words, and the flag with that value; null leaves the value out.</summary>
    private static IEnumerable<string> Line(Command command, string symbol, string? value)
    {
        foreach (var argument in command.Arguments.Where(one => one.Arity.MinimumNumberOfValues > 0))
        {
            var name = $"{command.Name} {argument.Name}";
            yield return name == symbol ? value! : s_good[name];
        }

        foreach (var option in command.Options.Where(one => one.Required && one.Name != symbol))
        {
            yield return option.Name;
            yield return s_good[option.Name];
        }

        foreach (var option in command.Options.Where(one => s_quickly.Contains(one.Name) && command.Name != "simulate"))
        {
            yield return option.Name;
        }

        if (command.Arguments.FirstOrDefault(one => $"{command.Name} {one.Name}" == symbol) is { } optional)
        {
            if (optional.Arity.MinimumNumberOfValues == 0)
            {
                yield return value!;
            }
        }
        else
        {
            yield return symbol;
            if (value is not null)
            {
                yield return value;
            }
        }
    }

    private static IEnumerable<(string[] Path, Command Command)> Leaves(Command command, string[] path) =>
        command.Subcommands.Count == 0 || command.Action is not null && path.Length > 0
            ? [(path, command), .. Below(command, path)]
            : Below(command, path);

    private static IEnumerable<(string[] Path, Command Command)> Below(Command command, string[] path) =>
        command.Subcommands.SelectMany(below => Leaves(below, [.. path, below.Name]));

    private static IEnumerable<string> Valued(Command command) =>
        command
            .Options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool))
            .Select(option => option.Name)
            .Concat(command.Arguments.Select(argument => $"{command.Name} {argument.Name}"));
}
