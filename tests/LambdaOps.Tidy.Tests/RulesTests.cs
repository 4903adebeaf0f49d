namespace LambdaOps.Tidy.Tests;

/// <summary>The rules find what they are for: a tidy test that cannot fail keeps nothing tidy.</summary>
public class RulesTests
{
    [Theory]
    [InlineData(69, 0)]
    [InlineData(70, 0)]
    [InlineData(71, 1)]
    public void Methods_FindsLongOnes(int lines, int findings)
    {
        var calls = string.Concat(Enumerable.Repeat("M(\n);\n", lines - 1));
        var code = $"class A\n{{\n[Row(\n1\n)]\nvoid M()\n{{\n{calls}}}\n}}\n";

        Assert.Equal(findings, Rules.Methods("a.cs", Rules.Parse(code)).Count());
    }

    [Theory]
    [InlineData("_ = DateTime.Now;", "clock")]
    [InlineData("_ = System.DateTime.UtcNow;", "clock")]
    [InlineData("_ = DateTimeOffset.Now;", "clock")]
    [InlineData("_ = DateTimeOffset.UtcNow;", "clock")]
    [InlineData("_ = Guid.NewGuid();", "guid")]
    [InlineData("_ = Random.Shared.Next();", "random")]
    [InlineData("_ = new Random();", "random")]
    [InlineData("_ = new Random(seed);", null)]
    [InlineData("Thread.Sleep(1);", "sleep")]
    [InlineData("await Task.Delay(delay);", "delay")]
    [InlineData("await Task.Delay(delay, cancellationToken);", "delay")]
    [InlineData("await Task.Delay(delay, time);", null)]
    [InlineData("await Task.Delay(delay, time, cancellationToken);", null)]
    [InlineData("_ = Environment.GetEnvironmentVariable(\"X\");", "environment")]
    [InlineData("// DateTime.Now is banned", null)]
    [InlineData("_ = \"DateTime.Now\";", null)]
    [InlineData("_ = clock.Now;", null)]
    public void Apis_FindsWhatIsBanned(string code, string? rule) =>
        Assert.Equal(rule, Rules.Apis("a.cs", Rules.Parse($"async Task M() {{ {code} }}")).SingleOrDefault()?.Rule);

    [Theory]
    [InlineData("_ = one.Lines.Any(line => line.Text == words);", 1)]
    [InlineData("_ = one.Lines.LastOrDefault()?.Text;", 1)]
    [InlineData("_ = one.Lines is [{ Text: \"words\" }];", 1)]
    [InlineData("_ = one.Lines.Any(line => line.Detail == detail);", 0)]
    [InlineData("_ = System.Text.Encoding.UTF8.GetBytes(one.Lines[0].Kind);", 0)]
    [InlineData("_ = place.Text(\"a name\"); _ = one.Lines;", 0)]
    [InlineData("_ = rule.Match.Text;", 0)]
    public void Prose_FindsWhatReadsLinesBack(string code, int findings) =>
        Assert.Equal(findings, Rules.Prose("a.cs", Rules.Parse($"void M() {{ {code} }}")).Count());

    [Theory]
    [InlineData("_ = new Route(target, default);", 1)]
    [InlineData("_ = new Route(default, name);", 0)]
    [InlineData("_ = new Route(name: default, target: target);", 1)]
    [InlineData("_ = one.Of(default);", 1)]
    [InlineData("_ = one.Of(default(ProcedureName));", 1)]
    [InlineData("_ = new ProcedureName();", 1)]
    [InlineData("_ = new ProcedureName(\"latency\");", 0)]
    [InlineData("_ = other.With(default);", 0)]
    public void NoNames_FindsDefaultNames(string code, int findings)
    {
        const string Asks = "record Route(Resource target, ProcedureName name); void Of(ProcedureName name) {}";
        var root = Rules.Parse($"{Asks} void M() {{ {code} }}");
        var asked = Rules.AsksForAName(root).ToLookup(one => one.Asks);

        Assert.Equal(findings, Rules.NoNames("a.cs", root, asked).Count());
    }

    [Fact]
    public void Directives_FindsConditions() =>
        Assert.Equal(
            "a.cs:2: #if: one code for all builds; differences are data or types [directive]",
            Assert.Single(Rules.Directives("a.cs", Rules.Parse("class A;\n#if DEBUG\nclass B;\n#endif\n"))).ToString()
        );
}
