using LambdaOps.Core.Guards;

namespace LambdaOps.Core.Resources;

/// <summary>
/// The page is backed up before the maintenance page goes up, and only a maintenance page of LambdaOps, whose original
/// is kept, is taken down (DESIGN 8.8). S3's own If-Match holds the same in the moment of the change.
/// </summary>
public sealed class PageGuard : Guard
{
    public override Denial? Check(GuardQuestion question) =>
        (question.Change, question.Seen.PageAt((question.Change as Change.OfPage)?.Key)) switch
        {
            (
                Change.PublishMaintenancePage
                    or Change.SavePage,
                Fact<PageState>.Known { Value: PageState.Own { Unkept: { } lost } }
            ) => Deny($"the page could not be restored as it is: {lost}", DenialThen.AskPerson),
            (Change.PublishMaintenancePage put, Fact<PageState>.Known { Value: PageState.Own { IsSaved: true } own })
                when own.ETag == put.ETag => null,
            (Change.PublishMaintenancePage, var page) => Deny(
                $"the current page is not backed up: {Show(page)}",
                DenialThen.KeepWatching
            ),
            (Change.SavePage save, Fact<PageState>.Known { Value: PageState.Own own }) when own.ETag == save.ETag =>
                null,
            (Change.SavePage, var page) => Deny($"the page to back up is gone: {Show(page)}", DenialThen.KeepWatching),
            (Change.RestorePage back, Fact<PageState>.Known { Value: PageState.Maintenance { IsSaved: true } up })
                when up.ETag == back.ETag && up.SavedKey == back.SavedKey => null,
            (Change.RestorePage, var page) => Deny(
                $"the maintenance page is gone, or its original is not backed up: {Show(page)}",
                DenialThen.KeepWatching
            ),
            _ => null,
        };

    private static string Show(Fact<PageState> page) =>
        page switch
        {
            Fact<PageState>.Known known => known.Value.ToString()!,
            Fact<PageState>.Missing missing => missing.Reason,
            _ => "not looked at",
        };
}
