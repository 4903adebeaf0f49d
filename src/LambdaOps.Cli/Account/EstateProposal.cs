using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures.Latency;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;

namespace LambdaOps.Cli.Account;

/// <summary>An estate to start from, made of what an account has; every remedy only observes.</summary>
/// <param name="Json">The file's text: a valid estate.</param>
/// <param name="Reasons">What was taken, and why, a line each.</param>
/// <param name="Questions">What the account does not say, with what the file says meanwhile.</param>
public sealed record EstateProposal(string Json, ImmutableArray<string> Reasons, ImmutableArray<string> Questions)
{
    /// <summary>Reads well in a file: no escaped quotes or letters.</summary>
    private static readonly JsonSerializerOptions s_layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="timeZone">IANA name of the zone in which the people read times.</param>
    public static EstateProposal Of(AccountSnapshot account, string timeZone)
    {
        var notes = new ProposalNotes();
        var ids = new IdMaker();
        var services = ServiceDraft.AllOf(account, ids, notes);
        var sites = SiteDraft.AllOf(account, ids, notes);
        var site = sites is [var only] ? only : null;
        var rules = new AlarmGuesses(account, services, site is not null, notes).All;
        foreach (var service in services)
        {
            service.AskCapacity(notes);
        }

        if (site is null && !sites.IsEmpty && !services.IsEmpty)
        {
            notes.Ask("which site's page tells visitors that which service is down? No service names a site yet");
        }

        notes.Ask($"in which time zone do people read times? The file says {timeZone}, this machine's");
        AskWhatIsUnknown(account, services, notes);
        var estate = new JsonObject
        {
            ["name"] = NameOf(account),
            ["region"] = account.Region,
            ["timeZone"] = timeZone,
            ["sites"] = new JsonArray([.. sites.Select(one => one.Write())]),
            ["services"] = new JsonArray([
                .. services.Select(one =>
                    one.Write(RemediesOf(one, rules, site), HasTotalOutage(one, rules, site) ? site : null)
                ),
            ]),
            ["alarms"] = new JsonArray([.. rules.Select(rule => rule.Write())]),
        };
        if (account.Id is { } id)
        {
            estate.Insert(1, "account", id);
        }

        return new EstateProposal(estate.ToJsonString(s_layout) + "\n", notes.Reasons, notes.Questions);
    }

    /// <summary>Those that an alarm leads to; a total outage also by the ladder, where there is a page for it.</summary>
    private static JsonObject RemediesOf(ServiceDraft service, ImmutableArray<AlarmGuess> rules, SiteDraft? site)
    {
        var named = new JsonObject();
        foreach (var name in new[] { ServiceUnavailableProcedure.ProcedureName, LatencyProcedure.ProcedureName })
        {
            if (rules.Any(rule => rule.Target == service.Id && rule.Remedy == name))
            {
                named[name.Value] = Observing();
            }
        }

        if (HasTotalOutage(service, rules, site))
        {
            named[TotalOutageProcedure.ProcedureName.Value] = Observing();
        }

        return named;
    }

    private static bool HasTotalOutage(ServiceDraft service, ImmutableArray<AlarmGuess> rules, SiteDraft? site) =>
        site is not null
        && rules.Any(rule =>
            rule.Target == service.Id
            && (
                rule.Remedy == ServiceUnavailableProcedure.ProcedureName
                || rule.Remedy == TotalOutageProcedure.ProcedureName
            )
        );

    private static void AskWhatIsUnknown(
        AccountSnapshot account,
        ImmutableArray<ServiceDraft> services,
        ProposalNotes notes
    )
    {
        if (!account.Tables.IsEmpty && !services.IsEmpty && services.All(service => service.Tables.IsEmpty))
        {
            notes.Ask(
                "which of these tables does which service need? No task definition, role or alarm tells: "
                    + string.Join(", ", account.Tables)
            );
        }

        foreach (var gaps in account.Gaps.GroupBy(gap => gap.Call.Tells))
        {
            notes.Ask($"{gaps.Key}? A call was refused: {gaps.First().Why}".TrimEnd('.'));
        }
    }

    internal static JsonObject Observing() => new() { ["mode"] = "observe" };

    private static string NameOf(AccountSnapshot account) =>
        account.Services.Select(service => service.Cluster).Distinct().ToList() is [var cluster]
            ? cluster
            : $"{account.Id ?? "account"}-{account.Region}";
}

/// <summary>What is said about a proposal.</summary>
internal sealed class ProposalNotes
{
    private readonly List<string> _reasons = [];
    private readonly List<string> _questions = [];

    public ImmutableArray<string> Reasons => [.. _reasons];

    public ImmutableArray<string> Questions => [.. _questions];

    public void Say(string reason) => _reasons.Add(reason);

    public void Ask(string question) => _questions.Add(question);
}

/// <summary>Ids of services and sites from their names in the account, each once.</summary>
internal sealed class IdMaker
{
    private const int Longest = 64;
    private readonly HashSet<string> _taken = [];

    public string Make(string name, string otherwise)
    {
        var id = Clean(name);
        for (var number = 2; !_taken.Add(id); number++)
        {
            id = number == 2 ? Clean($"{otherwise}-{name}") : Clean($"{number}-{otherwise}-{name}");
        }

        return id;
    }

    private static string Clean(string name)
    {
        var clean = string.Concat(
            name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-')
        );
        return clean.Length <= Longest ? clean : clean[..Longest];
    }
}
