using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using LambdaOps.Cli.Hosting;

namespace LambdaOps.Cli.Tests;

public sealed class PackageTests : IDisposable
{
    private const ushort X64 = 62;

    private const ushort Arm64 = 183;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    private string Published => Path.Combine(_folder.FullName, "published");

    private string Out => Path.Combine(_folder.FullName, "out");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Package_HasWhatLambdaStartsAndNoSymbols()
    {
        Publish(X64);

        var ran = await PackAsync();

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains("3 files, 0.0 MB, x86_64, needs GLIBC 2.34", ran.Output, StringComparison.Ordinal);
        var unpacked = Path.Combine(_folder.FullName, "unpacked");
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(Out, "functions.zip"), unpacked);
        Assert.Equal(
            ["bootstrap", "estate.json", "trust.pem"],
            Directory.EnumerateFiles(unpacked).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.True(
            OperatingSystem.IsWindows()
                || File.GetUnixFileMode(Path.Combine(unpacked, "bootstrap"))
                    .HasFlag(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)
        );
        Assert.True(
            OperatingSystem.IsWindows()
                || !File.GetUnixFileMode(Path.Combine(unpacked, "trust.pem")).HasFlag(UnixFileMode.OtherExecute)
        );
    }

    /// <summary>The mode counts only where the entry says that it comes from Unix.</summary>
    [Fact]
    public async Task Zip_ComesFromUnix()
    {
        const byte Unix = 3;
        const int MadeByAt = 5;
        Publish(X64);
        await PackAsync();

        var bytes = await File.ReadAllBytesAsync(Path.Combine(Out, "functions.zip"));

        Assert.Equal(Unix, bytes[bytes.AsSpan().IndexOf("PK\x01\x02"u8) + MadeByAt]);
    }

    [Fact]
    public async Task SameFiles_AreTheSameBytes()
    {
        Publish(X64);
        await PackAsync();
        var first = await File.ReadAllBytesAsync(Path.Combine(Out, "functions.zip"));

        File.SetLastWriteTimeUtc(
            Path.Combine(Published, "trust.pem"),
            new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)
        );
        await PackAsync();

        Assert.Equal(first, await File.ReadAllBytesAsync(Path.Combine(Out, "functions.zip")));
    }

    [Theory]
    [InlineData(X64, "x86_64")]
    [InlineData(Arm64, "arm64")]
    public async Task Template_NamesTheZipAndWhatItRunsOn(ushort machine, string architecture)
    {
        Publish(machine);
        await PackAsync();

        var template = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Out, "template.json")))!;
        var original = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Template))!;
        var functions = template["Resources"]!
            .AsObject()
            .Where(one => (string?)one.Value!["Type"] == "AWS::Serverless::Function")
            .ToList();

        Assert.NotEmpty(functions);
        foreach (var (name, function) in functions)
        {
            Assert.Equal("functions.zip", (string?)function!["Properties"]!["CodeUri"]);
            Assert.Equal($"""["{architecture}"]""", function["Properties"]!["Architectures"]!.ToJsonString());
            original["Resources"]![name]!["Properties"]!["CodeUri"] = "functions.zip";
            original["Resources"]![name]!["Properties"]!["Architectures"] = new JsonArray(architecture);
        }

        Assert.True(JsonNode.DeepEquals(original, template));
    }

    [Fact]
    public async Task Estate_TakesThePlaceOfThePublishedOne()
    {
        Publish(X64);
        var estate = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Estate))!;
        estate["name"] = "another";
        estate["services"]![0]!["service"] = "elsewhere";
        var path = Path.Combine(_folder.FullName, "mine.json");
        await File.WriteAllTextAsync(path, estate.ToJsonString());

        var ran = await PackAsync("--estate", path);

        Assert.Equal((0, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains(
            "service/lightningtalk-prod/elsewhere",
            await File.ReadAllTextAsync(Path.Combine(Out, "template.json")),
            StringComparison.Ordinal
        );
        await using var zip = await ZipFile.OpenReadAsync(Path.Combine(Out, "functions.zip"));
        await using var packed = await Assert.Single(zip.Entries, one => one.Name == "estate.json").OpenAsync();
        Assert.Equal("another", (string?)JsonNode.Parse(packed)!["name"]);
    }

    [Theory]
    [InlineData("#!/bin/sh", "found no 64-bit Linux executable")]
    [InlineData("GLIBC_2.38", "found GLIBC_2.38, expected 2.34 at most")]
    public async Task WhatLambdaCannotRun_IsNotPacked(string content, string error)
    {
        Publish(X64);
        var path = Path.Combine(Published, "bootstrap");
        await File.WriteAllBytesAsync(
            path,
            content.StartsWith('#') ? Encoding.ASCII.GetBytes(content) : Executable(X64, content)
        );

        var ran = await PackAsync();

        Assert.Equal(ExitCodes.Usage, ran.ExitCode);
        Assert.Contains(error, ran.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    private Task<CommandLine> PackAsync(params string[] more) =>
        CommandLine.RunAsync(["package", "--out", Out, "--binary", Published, .. more]);

    private void Publish(ushort machine)
    {
        Directory.CreateDirectory(Published);
        File.WriteAllBytes(
            Path.Combine(Published, "bootstrap"),
            Executable(machine, "GLIBC_2.4 GLIBC_2.34 GLIBC_2.17")
        );
        File.Copy(Repository.Estate, Path.Combine(Published, "estate.json"));
        File.WriteAllText(Path.Combine(Published, "trust.pem"), "roots");
        File.WriteAllText(Path.Combine(Published, "bootstrap.pdb"), "symbols");
    }

    /// <summary>The head of an ELF file, and what its symbols ask for.</summary>
    private static byte[] Executable(ushort machine, string symbols) =>
        [
            0x7F,
            (byte)'E',
            (byte)'L',
            (byte)'F',
            2,
            1,
            1,
            .. new byte[9],
            3,
            0,
            (byte)machine,
            0,
            .. Encoding.ASCII.GetBytes(symbols),
        ];
}
