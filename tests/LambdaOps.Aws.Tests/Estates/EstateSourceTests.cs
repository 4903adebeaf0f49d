using System.Text;
using Amazon.S3;
using LambdaOps.Aws.Estates;
using LambdaOps.Aws.Tests.Support;

namespace LambdaOps.Aws.Tests.Estates;

public sealed class EstateSourceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");
    private WiredAccount _account = null!;

    public async Task InitializeAsync()
    {
        _account = await WiredAccount.StartAsync();
        _account.S3.CreateBucket("estates");
    }

    public async Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        await _account.DisposeAsync();
    }

    [Fact]
    public void RelativePath_IsInThePackage() =>
        Assert.Equal("lightningtalk-prod", EstateSource.Load("estate.json", NoS3).Name);

    [Fact]
    public void AbsolutePath_IsTakenAsItIs() => Assert.Equal("renamed", EstateSource.Load(Write(Renamed), NoS3).Name);

    [Fact]
    public void S3Url_IsReadFromItsBucketAndKey()
    {
        _account.S3.Put("estates", "prod/tokyo estate.json", Encoding.UTF8.GetBytes(Renamed));

        Assert.Equal("renamed", EstateSource.Load("s3://estates/prod/tokyo estate.json", _account.S3Client).Name);
        Assert.DoesNotContain(_account.World.Calls, call => call.Error is not null);
    }

    [Fact]
    public void S3Object_ThatIsNotThereThrows() =>
        Assert.Equal(
            "NoSuchKey",
            Assert
                .ThrowsAny<AmazonS3Exception>(() => EstateSource.Load("s3://estates/gone", _account.S3Client))
                .ErrorCode
        );

    [Theory]
    [InlineData("s3://estates")]
    [InlineData("s3://estates/")]
    [InlineData("s3:///key")]
    public void S3Url_WithoutBucketOrKeySaysWhatIsExpected(string url) =>
        Assert.Contains(
            $"found '{url}', expected s3://BUCKET/KEY",
            Assert.Throws<ArgumentException>(() => EstateSource.Load(url, NoS3)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void InvalidFile_NamesEveryError()
    {
        var path = Write("""{"name":5,"region":"Tokyo","timeZone":"Asia/Tokyo","services":[],"alarms":[],"extra":1}""");

        var bad = Assert.Throws<BadEstateException>(() => EstateSource.Load(path, NoS3));

        Assert.Equal(
            ["$.extra", "$.name", "$.region"],
            bad.Errors.Select(error => error.Path).Order(StringComparer.Ordinal)
        );
        Assert.All(bad.Errors, error => Assert.Contains(error.ToString(), bad.Message, StringComparison.Ordinal));
        Assert.StartsWith(path, bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_IsNamed()
    {
        var path = Path.Combine(_folder.FullName, "gone.json");

        Assert.Contains(
            path,
            Assert.Throws<FileNotFoundException>(() => EstateSource.Load(path, NoS3)).Message,
            StringComparison.Ordinal
        );
    }

    private static string Renamed =>
        WiredAccount
            .Text("estate.json")
            .Replace("\"name\": \"lightningtalk-prod\"", "\"name\": \"renamed\"", StringComparison.Ordinal);

    private static IAmazonS3 NoS3() => throw new InvalidOperationException("S3 was not asked for");

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "estate.json");
        File.WriteAllText(path, text);
        return path;
    }
}
