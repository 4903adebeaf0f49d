using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests;

/// <summary>A publish that fails: the tools' own words, and the package that is missing.</summary>
public class BuildFailedTests
{
    private const string Linker = """
          Determining projects to restore...
        /usr/bin/ld: cannot find -lz: No such file or directory
        clang : error : linker command failed with exit code 1 (use -v to see invocation) [/src/LambdaOps.Functions/LambdaOps.Functions.csproj]
        /root/.nuget/packages/ilcompiler/build/Microsoft.NETCore.Native.targets(384,5): error MSB3073: The command "clang" exited with code 1. [/src/LambdaOps.Functions/LambdaOps.Functions.csproj]
        /root/.nuget/packages/ilcompiler/build/Microsoft.NETCore.Native.targets(384,5): error MSB3073: The command "clang" exited with code 1. [/src/LambdaOps.Functions/LambdaOps.Functions.csproj]

        """;

    [Fact]
    public void Message_HasTheToolsWordsOnceAndAdvice()
    {
        var failed = BuildFailedException.Of(1, Linker, compiled: true, "/x/publish.log").Message.Split('\n');

        Assert.Equal("dotnet publish of the functions failed (1); all that it wrote is in /x/publish.log:", failed[0]);
        Assert.Equal("  /usr/bin/ld: cannot find -lz: No such file or directory", failed[1]);
        Assert.Equal("  clang : error : linker command failed with exit code 1 (use -v to see invocation)", failed[2]);
        Assert.StartsWith(
            "Zlib's headers are missing: apt-get install zlib1g-dev",
            failed[3],
            StringComparison.Ordinal
        );
        Assert.Equal("Without a C toolchain: --jit", failed[4]);
        Assert.Equal(5, failed.Length);
    }

    [Theory]
    [InlineData("/usr/bin/ld: cannot find crt1.o: No such file or directory", "libc6-dev")]
    [InlineData("clang: error: invalid linker name in argument '-fuse-ld=lld'", "install lld")]
    [InlineData("Platform linker ('clang' or 'gcc') not found in PATH.", "clang zlib1g-dev")]
    [InlineData("something new", "clang zlib1g-dev")]
    public void Advice_NamesThePackage(string said, string package) =>
        Assert.Contains(
            package,
            BuildFailedException.Of(1, said, compiled: true, "log").Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void CommandThatSaidNothing_IsNamedInPart()
    {
        var said = $"x.targets(1,1): error MSB3073: The command \"clang {new string('x', 5000)}\" exited with code 1.";

        Assert.Contains("error MSB3073: The command \"clang xxx", Message(said), StringComparison.Ordinal);
        Assert.All(Message(said).Split('\n'), line => Assert.True(line.Length < 320));

        static string Message(string said) => BuildFailedException.Of(1, said, compiled: true, "log").Message;
    }

    /// <summary>A compile error is no matter of the toolchain.</summary>
    [Fact]
    public void JitBuild_HasNoAdvice()
    {
        var failed = BuildFailedException.Of(1, "A.cs(1,1): error CS1002: ; expected", compiled: false, "log");

        Assert.EndsWith("error CS1002: ; expected", failed.Message, StringComparison.Ordinal);
    }
}
