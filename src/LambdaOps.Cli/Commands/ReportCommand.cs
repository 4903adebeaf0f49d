using System.CommandLine;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops report: an incident's report in the runbook's form, or the report of a day, a week or a month.</summary>
internal static class ReportCommand
{
    /// <summary>How far back the last incident is looked for: as long as the journal keeps any.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(400);

    public static Command Create()
    {
        var id = new Argument<string?>("incident")
        {
            Description = "The incident's number, such as #20260115-001 (in quotes), or its id.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var last = new Option<bool>("--last") { Description = "The incident that was opened last." };
        var (day, week, month) = Periods();
        var html = PageFile.Option(
            "Write it as one HTML page into this file, instead of printing Markdown: an incident as on-call reads it, with "
                + "the commands that answer it."
        );
        var culture = new Option<string?>("--culture")
        {
            Description = "The language: en or ja; the estate's when left out.",
            CustomParser = given => Flag.Kept(given, "--culture", text => text is "en" or "ja", "one of en, ja"),
        };
        var estate = Flag.File(
            "--estate",
            "The estate whose time zone and language it is written in; the checkout's estate.json when left out."
        );
        var (endpoint, region) = (InvokeCommand.Endpoint(), InvokeCommand.Region());
        var stack = Flag.Text("--stack", "a stack's name", "The deployed stack.", byDefault: "lambdaops");
        var table = Flag.Text(
            "--table",
            "a table's name",
            "The journal's table; else the one of the stack, by its name."
        );
        var command = new Command(
            "report",
            "Prints an incident's report in the runbook's form, in Markdown, from its record as it stands, open or "
                + "ended; or the report of a day, a week or a month. It changes and keeps nothing. Exit codes: 0 printed; 2 something "
                + "to set or correct."
        )
        {
            id,
            last,
            day,
            week,
            month,
            html,
            culture,
            estate,
            endpoint,
            region,
            stack,
            table,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var read = DrillEstate.Read(parsed.GetValue(estate)?.FullName ?? Repository.Estate).Estate;
                var about = read with { Culture = parsed.GetValue(culture) ?? read.Culture };
                var page = parsed.GetValue(html);
                var periodic = PeriodicReport.Of(parsed.GetValue(day), parsed.GetValue(week), parsed.GetValue(month));
                var find = periodic is null ? Asked(parsed.GetValue(id), parsed.GetValue(last)) : null;
                if (periodic is not null && (parsed.GetValue(id) is not null || parsed.GetValue(last)))
                {
                    throw new UsageException($"found an incident beside {periodic.Flag}, expected one of them");
                }

                var access = await AwsAccess.OfAsync(parsed.GetValue(endpoint), parsed.GetValue(region));
                using var journal = await JournalReader.OpenAsync(
                    access,
                    parsed.GetValue(stack)!,
                    parsed.GetValue(table),
                    stop
                );
                if (find is not null)
                {
                    var incident = await find(journal, stop);
                    if (page is null)
                    {
                        Console.Write(Notices.Of(about, account: null).Incidents.Write(incident, journal.Now));
                        return ExitCodes.Passed;
                    }

                    var again = $"lambdaops report {incident.Id} --html {page}";
                    await PageFile.WriteAsync(page, Notices.Page(about, incident, journal.Now, again).Page, stop);
                    return ExitCodes.Passed;
                }

                var document = await periodic!.MakeAsync(about, access, journal, stop);
                if (page is null)
                {
                    Console.Write(document.Text);
                    return ExitCodes.Passed;
                }

                await PageFile.WriteAsync(page, document.Page, stop);
                return ExitCodes.Passed;
            }
        );
        return command;
    }

    private static (Option<string?> Day, Option<string?> Week, Option<string?> Month) Periods() =>
        (
            new("--day")
            {
                Description = "A day that is over, such as 2026-11-22, by the estate's wall clock: its daily report.",
                CustomParser = given => Flag.Kept(given, "--day", PeriodicReport.IsDay, "a day such as 2026-11-22"),
            },
            new("--week")
            {
                Description = "A day of a week that is over, such as 2026-11-22: the weekly report, Monday to Sunday.",
                CustomParser = given => Flag.Kept(given, "--week", PeriodicReport.IsDay, "a day such as 2026-11-22"),
            },
            new("--month")
            {
                Description = "A month that is over, such as 2026-11: the monthly report.",
                CustomParser = given => Flag.Kept(given, "--month", PeriodicReport.IsMonth, "a month such as 2026-11"),
            }
        );

    /// <summary>What is wrong with the words is said before anything is asked.</summary>
    private static Func<JournalReader, CancellationToken, Task<Incident>> Asked(string? given, bool isLast) =>
        (given, isLast) switch
        {
            (null, true) => LastAsync,
            ({ } text, false) when IncidentNumber.Read(text) is { } number => async (journal, stop) =>
                await FindAsync(
                    journal,
                    await journal.NumberedAsync(number, stop)
                        ?? throw new UsageException($"incident: found no number {number} in {journal.Table}"),
                    stop
                ),
            ({ } text, false) when IncidentId.Read(text) is { IsOffer: false, Incident: var id } => (journal, stop) =>
                FindAsync(journal, id, stop),
            ({ } text, false) => throw new UsageException(
                $"incident: found '{text}', expected a number such as #20260115-001 or an id such as "
                    + "20260115-api-service-031501"
            ),
            _ => throw new UsageException(
                "found neither or both, expected an incident, --last, --day, --week or --month"
            ),
        };

    private static async Task<Incident> LastAsync(JournalReader journal, CancellationToken stop) =>
        (await journal.ListAsync(journal.Now - s_kept, most: 1, stop)).FirstOrDefault()
        ?? throw new UsageException($"found no incident in {journal.Table}, expected one");

    private static async Task<Incident> FindAsync(JournalReader journal, IncidentId id, CancellationToken stop) =>
        await journal.FindAsync(id, stop)
        ?? throw new UsageException(
            $"incident: found no incident {id} in {journal.Table}, expected one that 'lambdaops incidents' lists"
        );
}
