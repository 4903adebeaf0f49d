using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Procedures.MaintenancePage;

namespace LambdaOps.Cli.Account;

/// <summary>A site of the proposal.</summary>
internal sealed record SiteDraft(string Id, FoundSite Found, string Key, (string Bucket, string Key) Maintenance)
{
    private const int LongestBucket = 63;

    public static ImmutableArray<SiteDraft> AllOf(AccountSnapshot account, IdMaker ids, ProposalNotes notes)
    {
        var drafts = new List<SiteDraft>();
        var served = account.Sites.Select(site => site.Bucket).ToHashSet();
        var pages = account.MaintenancePages.Where(page => !served.Contains(page.Bucket)).ToList();
        foreach (var site in account.Sites)
        {
            var key = site.Folder + (site.Root.Length == 0 ? "index.html" : site.Root);
            if (drafts.Find(one => one.Found.Bucket == site.Bucket && one.Key == key) is { } same)
            {
                notes.Ask(
                    $"which distribution shows {site.Bucket}/{key}? {site.DistributionId} does, too, and is left out; "
                        + $"{same.Id} has {same.Found.DistributionId}"
                );
                continue;
            }

            var draft = new SiteDraft(
                ids.Make(site.Bucket, site.DistributionId),
                site,
                key,
                MaintenanceOf(site, pages)
            );
            drafts.Add(draft);
            notes.Say($"{draft.Id}: distribution {site.DistributionId} ({NamesOf(site)}) of bucket {site.Bucket}");
            draft.AskMaintenance(pages.Count, notes);
            if (site.Root.Length == 0)
            {
                notes.Ask($"{draft.Id}: which object is its page? The distribution names none: the file says {key}");
            }
        }

        return [.. drafts];
    }

    public JsonObject Write() =>
        new()
        {
            ["id"] = Id,
            ["bucket"] = Found.Bucket,
            ["key"] = Key,
            ["distributionId"] = Found.DistributionId,
            ["maintenance"] = new JsonObject { ["bucket"] = Maintenance.Bucket, ["key"] = Maintenance.Key },
            ["remedies"] = new JsonObject
            {
                [MaintenancePageProcedure.ProcedureName.Value] = EstateProposal.Observing(),
            },
        };

    private void AskMaintenance(int pages, ProposalNotes notes)
    {
        var place = $"{Maintenance.Bucket}/{Maintenance.Key}";
        notes.Ask(
            pages switch
            {
                0 =>
                    $"{Id}: where is its maintenance page? None was found: the file says {place}, which does not exist",
                1 => $"{Id}: is {place} its maintenance page? It is the only one that was found",
                _ => $"{Id}: is {place} its maintenance page? {pages} were found",
            }
        );
    }

    private static (string Bucket, string Key) MaintenanceOf(FoundSite site, List<(string Bucket, string Key)> pages)
    {
        const string End = "-maintenance";
        if (pages.Count > 0)
        {
            return pages[0];
        }

        var start =
            site.Bucket.Length + End.Length <= LongestBucket
                ? site.Bucket
                : site.Bucket[..(LongestBucket - End.Length)];
        return ($"{start}{End}", "maintenance.html");
    }

    private static string NamesOf(FoundSite site) =>
        site.Aliases.IsEmpty ? "no alias" : string.Join(", ", site.Aliases);
}
