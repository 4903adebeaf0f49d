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

    [Fact]
    public void Directives_FindsConditions() =>
        Assert.Equal(
            "a.cs:2: #if: one code for all builds; differences are data or types [directive]",
            Assert.Single(Rules.Directives("a.cs", Rules.Parse("class A;\n#if DEBUG\nclass B;\n#endif\n"))).ToString()
        );
}
