using LambdaOps.Cli.Hosting;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

public sealed class HealthUrlReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaops-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("200 OK", "all is ok", true, "answer: 200, the body contains \"ok\"")]
    [InlineData(
        "200 OK",
        "starting",
        false,
        "answer: answered 200 with another body than the estate's text: is it the service that answers?"
    )]
    [InlineData("503 Service Unavailable", "ok", false, "answer: 503")]
    [InlineData(
        "301 Moved Permanently\r\nLocation: https://www.example.com/health",
        "",
        false,
        "answer: answered 301: a redirect, put the final URL into the estate " + "(to https://www.example.com/health)"
    )]
    [InlineData("403 Forbidden", "ok", false, "answer: answered 403: the probe is denied, or the path does not exist")]
    public async Task Answer_IsJudgedAsTheFunctionsDo(string head, string body, bool healthy, string line)
    {
        using var server = new WebServer(head, body);
        var report = await AskAsync(server.Url, Repository.Trust);

        Assert.Equal(healthy, report.IsHealthy);
        Assert.StartsWith("DNS: localhost is ", report.Lines[0], StringComparison.Ordinal);
        Assert.Equal(["TLS: none, as the URL is http", line], report.Lines.Skip(1));
    }

    [Theory]
    [InlineData("localhost", true, true, "TLS: trusted, root CN=localhost")]
    [InlineData("localhost", false, false, "TLS: not trusted (UntrustedRoot): the certificate comes from CN=localhost")]
    [InlineData("example.com", true, false, "TLS: the certificate is for another name: CN=example.com")]
    public async Task Certificate_IsHeldAgainstTheShippedRootsAlone(
        string name,
        bool trusted,
        bool healthy,
        string line
    )
    {
        var certificate = WebServer.Certificate(name);
        using var server = new WebServer("200 OK", "ok", certificate);
        var trust = Path.Combine(_folder.FullName, "trust.pem");
        await File.WriteAllTextAsync(trust, certificate.ExportCertificatePem());

        var report = await AskAsync(server.Url, trusted ? trust : Repository.Trust);

        Assert.Equal(healthy, report.IsHealthy);
        Assert.StartsWith(line, report.Lines[1], StringComparison.Ordinal);
        Assert.Equal(
            healthy ? "answer: 200, the body contains \"ok\"" : "answer: no TLS connection: is the certificate good?",
            report.Lines[2]
        );
    }

    [Fact]
    public async Task Name_ThatIsNotResolvedSaysSo()
    {
        var report = await AskAsync(new Uri("http://nowhere.invalid/health"), Repository.Trust);

        Assert.False(report.IsHealthy);
        Assert.StartsWith("DNS: nowhere.invalid is not resolved here", report.Lines[0], StringComparison.Ordinal);
        Assert.Equal("answer: the name of the URL is not resolved", report.Lines[^1]);
    }

    private static Task<HealthUrlReport> AskAsync(Uri url, string trust) =>
        HealthUrlReport.AskAsync(new HealthCheck(url, "ok", TimeSpan.FromSeconds(60)), trust, CancellationToken.None);
}
