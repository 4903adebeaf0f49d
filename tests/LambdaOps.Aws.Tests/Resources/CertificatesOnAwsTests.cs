using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Resources;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;
using LambdaOps.Drills;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>ACM over its own protocol, and handshakes on real sockets.</summary>
public sealed class CertificatesOnAwsTests : IAsyncLifetime
{
    private const string Host = "xn--6wym69a.com";

    private WiredAccount _account = null!;

    public async Task InitializeAsync() =>
        _account = await WiredAccount.StartWithAsync(plan =>
            plan with
            {
                Certificates =
                [
                    .. plan.Certificates,
                    .. Enumerable
                        .Range(0, 5)
                        .Select(number => new CertificatePlan($"more-{number}.example", plan.Region)
                        {
                            IsInUse = false,
                        }),
                    new CertificatePlan("keys.example", plan.Region)
                    {
                        KeyAlgorithm = "EC_secp384r1",
                        Left = TimeSpan.FromDays(5),
                        IsImported = true,
                        Renewal = "FAILED",
                    },
                ],
                Served =
                [
                    new ServedCertificatePlan("wrong.example") { Name = "another.example" },
                    new ServedCertificatePlan("over.example") { Left = TimeSpan.FromDays(-2) },
                ],
            }
        );

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Stored_AreOfEveryKindOfKeyAndEveryRegion()
    {
        var regions = (await StoredAsync()).Regions;

        Assert.Equal(["ap-northeast-1", "us-west-2", "us-east-1"], regions.Select(region => region.Region));
        Assert.Equal([7, 1, 1], regions.Select(region => region.All.Length));
        Assert.All(regions, region => Assert.Null(region.WhyMissing ?? region.WhyUndescribed));
        var keys = regions[0].All.Single(one => one.Domain == "keys.example");
        Assert.Equal("EC_secp384r1", keys.KeyAlgorithm);
        Assert.Equal(_account.World.Clock.Now.AddDays(5), keys.NotAfter, TimeSpan.FromSeconds(1));
        Assert.Equal(("FAILED", "CAA_ERROR", true, 1), (keys.Renewal, keys.RenewalReason, keys.IsImported, keys.Users));
        var own = regions[0].All.Single(one => one.Covers(Host));
        Assert.Equal(32, own.Serial!.Length + 1);
        Assert.Null(own.Renewal);
        Assert.Null(regions[0].All.First(one => !one.IsInUse).Users);
    }

    [Fact]
    public async Task Stored_SaysWhatOnlyOneRegionRefuses()
    {
        _account.Disturb("acm", "DescribeCertificate", ApiFaultKind.Denied);
        var undescribed = (await StoredAsync()).Regions[0];

        Assert.StartsWith("AccessDenied", undescribed.WhyUndescribed, StringComparison.Ordinal);
        Assert.Equal(7, undescribed.All.Length);
        _account.Disturb("acm", "ListCertificates", ApiFaultKind.Denied);
        Assert.All(
            (await StoredAsync()).Regions,
            region => Assert.StartsWith("AccessDenied", region.WhyMissing, StringComparison.Ordinal)
        );
    }

    /// <summary>The simulated authority is none that this machine trusts: what its chain lacks is said.</summary>
    [Fact]
    public async Task Served_IsWhatTheHostShows()
    {
        var served = await ServedAsync(Host, "wrong.example", "over.example", "nobody.example");
        var shown = served[0].Certificate!;

        Assert.Equal(Host, shown.Subject);
        Assert.True(shown.IsForHost);
        Assert.Matches("^(PartialChain|UntrustedRoot)", shown.Untrusted!);
        Assert.Equal(_account.World.Clock.Now.AddDays(168), shown.NotAfter, TimeSpan.FromSeconds(2));
        Assert.Equal((await StoredAsync()).Regions[0].All.Single(one => one.Covers(Host)).Serial, shown.Serial);
        Assert.Equal("another.example", served[1].Certificate!.Subject);
        Assert.False(served[1].Certificate!.IsForHost);
        Assert.True(served[2].Certificate!.NotAfter < _account.World.Clock.Now);
        Assert.DoesNotContain("NotTimeValid", served[2].Certificate!.Untrusted!, StringComparison.Ordinal);
        Assert.StartsWith("no TLS handshake: ", served[3].WhyMissing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Served_SaysWhyThereWasNoHandshake()
    {
        var plain = Places(new TlsHost(Host, 443) { ConnectTo = $"127.0.0.1:{_account.Wire.Port}" });
        var closed = Places(new TlsHost(Host, 443) { ConnectTo = "127.0.0.1:1" });

        Assert.StartsWith(
            "no TLS handshake: ",
            (await SeeAsync(CertificateLooks.Served, plain)).All[0].WhyMissing,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "it is not reached (ConnectionRefused)",
            (await SeeAsync(CertificateLooks.Served, closed)).All[0].WhyMissing
        );
    }

    /// <summary>Drills in process have no sockets: what they are told is what a socket shows.</summary>
    [Fact]
    public async Task Handshakes_InProcessShowTheSame()
    {
        var served = await ServedAsync(Host, "wrong.example", "over.example");

        foreach (var (host, shown, _) in served)
        {
            var same = Handshakes.In(_account.World, host);
            Assert.Equal(
                shown! with
                {
                    Untrusted = null,
                    NotAfter = default,
                    NotBefore = default,
                },
                same with
                {
                    NotAfter = default,
                    NotBefore = default,
                }
            );
            Assert.Equal(same.NotAfter, shown!.NotAfter, TimeSpan.FromSeconds(2));
        }
    }

    [Theory]
    [InlineData("00:0a:fF", "AFF")]
    [InlineData("0AFF", "AFF")]
    public void Serials_AreComparable(string written, string serial) => Assert.Equal(serial, LiveTls.SerialOf(written));

    private Task<StoredCertificates> StoredAsync() =>
        SeeAsync(CertificateLooks.Stored, CertificatePlaces.Of(WiredAccount.Estate));

    private async Task<IReadOnlyList<ServedHost>> ServedAsync(params string[] hosts) =>
        (
            await SeeAsync(
                CertificateLooks.Served,
                Places([
                    .. hosts.Select(host => new TlsHost(host, 443)
                    {
                        ConnectTo = $"127.0.0.1:{_account.Wire.TlsPort}",
                    }),
                ])
            )
        ).All;

    private static CertificatePlaces Places(params TlsHost[] hosts) => new([], [.. hosts]);

    private Task<T> SeeAsync<T>(Look<T> look, CertificatePlaces about)
        where T : class
    {
        var now = _account.World.Clock.Now;
        return _account
            .Resources()
            .Observer()
            .SeeAsync(look, LookAt.For(WiredAccount.Estate, about, new CheckRun(now, now), now));
    }
}
