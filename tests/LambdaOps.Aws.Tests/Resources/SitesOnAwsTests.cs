using System.Text;
using Amazon.S3;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.World;
using LambdaOps.Aws.Tests.Support;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;
using PutObjectRequest = Amazon.S3.Model.PutObjectRequest;

namespace LambdaOps.Aws.Tests.Resources;

/// <summary>The page swap with AWS's own S3 client against the account's wire: looks and changes together.</summary>
public sealed class SitesOnAwsTests : IAsyncLifetime
{
    private static readonly IncidentId s_incident = new("20260115-api-service-031501");
    private WiredAccount _account = null!;

    public async Task InitializeAsync() => _account = await WiredAccount.StartAsync();

    public async Task DisposeAsync() => await _account.DisposeAsync();

    [Fact]
    public async Task Swap_ThereAndBackKeepsEveryByteAndHeader()
    {
        var before = Page;
        await SaveAsync();
        Assert.IsType<ActionOutcome.Done>(await PutUpAsync());
        Assert.Equal(_account.World.Plan.Sites[0].Maintenance.Body, Page.Body);
        Assert.Equal("no-cache, max-age=0", Page.Headers["CacheControl"]);

        Assert.IsType<ActionOutcome.Done>(await RestoreAsync());

        Assert.Equal(before.Body, Page.Body);
        Assert.Equal(before.ETag, Page.ETag);
        Assert.Equal(before.Headers.OrderBy(one => one.Key), Page.Headers.OrderBy(one => one.Key));
        Assert.Equal(before.Metadata.OrderBy(one => one.Key), Page.Metadata.OrderBy(one => one.Key));
    }

    /// <summary>S3 takes neither along with a copy.</summary>
    [Fact]
    public async Task Swap_KeepsRedirectAndStorageClass()
    {
        using var client = _account.S3Client();
        await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = WiredAccount.Site.Bucket,
                Key = WiredAccount.Site.Key,
                ContentBody = "<p>moved</p>",
                WebsiteRedirectLocation = "https://www.example.com/",
                StorageClass = S3StorageClass.StandardInfrequentAccess,
            }
        );

        await Swap_ThereAndBackKeepsEveryByteAndHeader();

        Assert.Equal("https://www.example.com/", Page.Headers["WebsiteRedirectLocation"]);
        Assert.Equal("STANDARD_IA", Page.Headers["StorageClass"]);
    }

    [Fact]
    public async Task Page_IsSeenThroughEachState()
    {
        var original = Assert.IsType<PageState.Own>(await SeeAsync());
        Assert.False(original.IsSaved);

        await SaveAsync();
        Assert.Equal(original with { IsSaved = true }, await SeeAsync());

        await PutUpAsync();
        var up = Assert.IsType<PageState.Maintenance>(await SeeAsync());
        Assert.Equal(
            (s_incident, original.ETag, WiredAccount.Site.SavedKey(s_incident, original.ETag), true),
            (up.PutUpBy, up.Original, up.SavedKey, up.IsSaved)
        );

        await RestoreAsync();
        Assert.Equal(original with { IsSaved = true }, await SeeAsync());
    }

    [Fact]
    public async Task Shown_IsTheMaintenancePagesIncidentWhileItIsUp()
    {
        await SaveAsync();
        Assert.Null((await ShownAsync()).PutUpBy);

        await PutUpAsync();
        Assert.Equal(s_incident, (await ShownAsync()).PutUpBy);

        await RestoreAsync();
        Assert.Null((await ShownAsync()).PutUpBy);

        using var client = _account.S3Client();
        await client.DeleteObjectAsync(WiredAccount.Site.Bucket, WiredAccount.Site.Key);
        Assert.Null((await ShownAsync()).PutUpBy);
    }

    /// <summary>
    /// A copy that a KMS key encrypts has an ETag of its own: the restored page looked like someone else's.
    /// </summary>
    [Fact]
    public async Task Page_EncryptedByKmsIsKnownByItsContent()
    {
        _account.Change(_ =>
        {
            foreach (var bucket in _account.S3.Buckets)
            {
                bucket.KmsKey = "arn:aws:kms:ap-northeast-1:123456789012:key/0b1c2d3e";
            }

            _account.S3.Put(WiredAccount.Site.Bucket, WiredAccount.Site.Key, "<p>Ours</p>"u8.ToArray(), "text/html");
        });
        var original = (PageState.Own)await SeeAsync();
        var key = WiredAccount.Site.SavedKey(s_incident, original.ETag);
        await SaveAsync();
        Assert.Equal(original with { IsSaved = true }, await SeeAsync());
        await PutUpAsync();
        var back = new Change.RestorePage(WiredAccount.Site.Id, Page.ETag, original.ETag, key);
        Assert.IsType<ActionOutcome.Done>(await _account.ActAsync(back));

        var restored = Assert.IsType<PageState.Own>(await SeeAsync(key));
        Assert.NotEqual(original.ETag, restored.ETag);
        Assert.Equal(key, restored.CopyOf);
        Assert.True(Done(back, restored));

        _account.Change(_ =>
            _account.S3.Put(WiredAccount.Site.Bucket, WiredAccount.Site.Key, "<p>Hers</p>"u8.ToArray(), "text/html")
        );
        var theirs = Assert.IsType<PageState.Own>(await SeeAsync(key));
        Assert.Null(theirs.CopyOf);
        Assert.False(Done(back, theirs));
    }

    /// <summary>No copy keeps an object's ACL: the restored page could not be read by those whom it lets in.</summary>
    [Fact]
    public async Task Page_WithAnAclIsSaid()
    {
        Assert.Null(((PageState.Own)await SeeAsync()).Unkept);
        _account.Change(_ => _account.S3.Bucket(WiredAccount.Site.Bucket).HasAcls = true);
        using var client = _account.S3Client();
        await client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = WiredAccount.Site.Bucket,
                Key = WiredAccount.Site.Key,
                ContentBody = "<p>for all</p>",
                CannedACL = S3CannedACL.PublicRead,
            }
        );

        var page = Assert.IsType<PageState.Own>(await SeeAsync());

        Assert.Equal("its object ACL grants READ to AllUsers, which no copy keeps", page.Unkept);
    }

    [Fact]
    public async Task Page_ThatIsNotThereIsAbsent()
    {
        using var client = _account.S3Client();
        await client.DeleteObjectAsync(WiredAccount.Site.Bucket, WiredAccount.Site.Key);

        Assert.IsType<PageState.Absent>(await SeeAsync());
    }

    /// <summary>Not allowed to see is not seen: the exception makes the fact missing.</summary>
    [Fact]
    public async Task Page_ThatMayNotBeReadIsNoFact()
    {
        _account.Disturb("s3", "HeadObject", ApiFaultKind.Denied);

        await Assert.ThrowsAnyAsync<AmazonS3Exception>(SeeAsync);
    }

    /// <summary>Somebody was quicker, before each of the three changes: nothing of theirs is overwritten.</summary>
    [Theory]
    [InlineData("save")]
    [InlineData("publish")]
    [InlineData("restore")]
    public async Task Page_OfSomebodyElseIsNeverOverwritten(string step)
    {
        var seen = (PageState.Own)await SeeAsync();
        if (step != "save")
        {
            await SaveAsync();
        }

        var up = seen.ETag;
        if (step == "restore")
        {
            await PutUpAsync();
            up = Page.ETag;
        }

        _account.Change(_ =>
            _account.S3.Put(
                WiredAccount.Site.Bucket,
                WiredAccount.Site.Key,
                Encoding.UTF8.GetBytes("theirs"),
                "text/html"
            )
        );
        var key = WiredAccount.Site.SavedKey(s_incident, seen.ETag);
        var outcome = await _account.ActAsync(
            step switch
            {
                "save" => new Change.SavePage(WiredAccount.Site.Id, seen.ETag, key),
                "publish" => new Change.PublishMaintenancePage(WiredAccount.Site.Id, seen.ETag, key, s_incident),
                _ => new Change.RestorePage(WiredAccount.Site.Id, up, seen.ETag, key),
            }
        );

        Assert.IsType<ActionOutcome.Unknown>(outcome);
        Assert.Equal("theirs", Encoding.UTF8.GetString(Page.Body!));
    }

    [Theory]
    [InlineData(ApiFaultKind.BrokenAfter)]
    [InlineData(ApiFaultKind.FailedBefore)]
    public async Task UnclearAnswer_IsUnknownAndNotSentAgain(ApiFaultKind fault)
    {
        _account.Disturb("s3", "CopyObject", fault);

        Assert.IsType<ActionOutcome.Unknown>(await SaveAsync());
        Assert.Equal(1, _account.Calls("CopyObject"));
    }

    [Fact]
    public async Task Denied_IsRefused()
    {
        _account.Disturb("s3", "CopyObject", ApiFaultKind.Denied);

        Assert.IsType<ActionOutcome.Refused>(await SaveAsync());
    }

    private S3Object Page => _account.S3.Bucket(WiredAccount.Site.Bucket).Find(WiredAccount.Site.Key)!;

    private Task<PageState> SeeAsync() => SeeAsync(saved: null);

    private async Task<PageState> SeeAsync(string? saved) =>
        (
            await _account
                .Observer()
                .SeeAsync(SiteLooks.Pages, _account.At() with { Incident = s_incident, SavedPage = _ => saved })
        ).At(null)!;

    private Task<ShownPage> ShownAsync() => _account.Observer().SeeAsync(SiteLooks.Shown, _account.At());

    private static bool Done(Change.RestorePage back, PageState page) =>
        back.IsDone(Evidence.NotAsked.With(SiteLooks.Pages, Fact.Known(SitePages.Of(page), default)), default)
            is Fact<bool>.Known { Value: true };

    private async Task<ActionOutcome> SaveAsync()
    {
        var own = (PageState.Own)await SeeAsync();
        return await _account.ActAsync(
            new Change.SavePage(WiredAccount.Site.Id, own.ETag, WiredAccount.Site.SavedKey(s_incident, own.ETag))
        );
    }

    private async Task<ActionOutcome> PutUpAsync()
    {
        var own = (PageState.Own)await SeeAsync();
        return await _account.ActAsync(
            new Change.PublishMaintenancePage(
                WiredAccount.Site.Id,
                own.ETag,
                WiredAccount.Site.SavedKey(s_incident, own.ETag),
                s_incident
            )
        );
    }

    private async Task<ActionOutcome> RestoreAsync()
    {
        var up = (PageState.Maintenance)await SeeAsync();
        return await _account.ActAsync(new Change.RestorePage(WiredAccount.Site.Id, up.ETag, up.Original, up.SavedKey));
    }
}
