using System.CommandLine;
using System.Globalization;
using LambdaOps.Cli.Hosting;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Reports;

namespace LambdaOps.Cli.Commands;

/// <summary>lambdaops incidents: lists them, shows one, and answers for a person.</summary>
internal static class IncidentsCommand
{
    /// <summary>Incidents that are listed at most.</summary>
    private const int Most = 1000;

    private const string IdText =
        "The incident's id, such as 20260115-api-service-031501, as notices and 'lambdaops incidents' say it.";

    private static readonly Option<Uri?> s_endpoint = InvokeCommand.Endpoint();

    private static readonly Option<string?> s_region = InvokeCommand.Region();

    private static readonly Option<string?> s_stack = Flag.Text(
        "--stack",
        "a stack's name",
        "The deployed stack.",
        byDefault: "lambdaops"
    );

    private static readonly Option<string?> s_table = Flag.Text(
        "--table",
        "a table's name",
        "The journal's table; else the one of the stack, by its name."
    );

    private static readonly Option<string?> s_as = Flag.Text(
        "--as",
        "your name",
        "Who answers: it stands in the notice and the record."
    );

    private static readonly Option<string?> s_about = Flag.Text(
        "--about",
        "a part of the report",
        $"The part of the incident report: {string.Join(", ", Enum.GetValues<RemarkAbout>().Select(IncidentReportWriter.NameOf))}. "
            + "When left out, the timeline only."
    );

    private static readonly Option<bool> s_json = new("--json") { Description = "Print JSON, for programs." };

    public static Command Create()
    {
        s_as.Required = true;
        var since = new Option<TimeSpan?>("--since")
        {
            Description = "How far back: 90m, 24h, 7d. Open ones are listed whenever they were opened.",
            DefaultValueFactory = _ => TimeSpan.FromHours(24),
            CustomParser = given =>
                Flag.Kept(given, "--since", text => SpanOf(text) is not null, "a time such as 90m, 24h or 7d")
                    is { } text
                    ? SpanOf(text)
                    : null,
        };
        var list = new Command(
            "incidents",
            "Lists, shows and answers the journal's incidents. What ended before the stack had its index of incidents by "
                + "time is not listed, and can be shown by its id. Exit codes: 0 listed; 2 something to set or correct."
        )
        {
            since,
            s_json,
            s_endpoint,
            s_region,
            s_stack,
            s_table,
            Show(),
            Offer("approve", "approve", "Approves a change that was offered."),
            Offer("decline", "decline", "Declines a change that was offered: it is handed off to on-call."),
            Acknowledge(),
            Note(),
        };
        list.SetAction(
            async (parsed, stop) =>
            {
                using var journal = await OpenAsync(parsed, stop);
                var found = await journal.ListAsync(journal.Now - parsed.GetValue(since)!.Value, Most, stop);
                Console.Write(
                    parsed.GetValue(s_json) ? IncidentText.Json(found) : IncidentText.List(found, Most, journal.Now)
                );
                return ExitCodes.Passed;
            }
        );
        return list;
    }

    private static Command Show()
    {
        var id = new Argument<string>("id") { Description = IdText };
        var command = With(
            new Command(
                "show",
                "Prints an incident's record with its timeline. Exit codes: 0 shown; 2 something to set or correct."
            )
            {
                id,
                s_json,
            }
        );
        command.SetAction(
            async (parsed, stop) =>
            {
                var (incident, now) = await FindAsync(parsed, parsed.GetValue(id)!, stop);
                Console.Write(parsed.GetValue(s_json) ? IncidentText.Json([incident]) : IncidentText.Of(incident, now));
                return ExitCodes.Passed;
            }
        );
        return command;
    }

    /// <param name="answer">The event's member.</param>
    private static Command Offer(string name, string answer, string description) =>
        Answer(
            new Command(name, $"{description} {InvokeCommand.Codes}"),
            "The offer's id, such as 20260115-api-service-031501-1, or its incident's.",
            answer,
            ofOffer: true,
            Because()
        );

    private static Command Acknowledge() =>
        Answer(
            new Command(
                "ack",
                $"Acknowledges an incident: nobody else is paged because nobody acknowledged it. {InvokeCommand.Codes}"
            ),
            IdText,
            "acknowledge",
            ofOffer: false,
            Because()
        );

    private static Command Note()
    {
        var text = new Argument<string?>("text")
        {
            Description = "What the note says.",
            CustomParser = given =>
                Flag.Kept(given, "text", one => !string.IsNullOrWhiteSpace(one), "what is to be noted"),
        };
        return Answer(
            new Command(
                "note",
                "Puts a line into an incident's record, open or ended; nothing else follows. What only people know of an "
                    + $"incident report is written so. {InvokeCommand.Codes}"
            ),
            IdText,
            "note",
            ofOffer: false,
            text
        );
    }

    /// <param name="answer">The event's member that has the id.</param>
    /// <param name="words">--because, or the argument with a note's text.</param>
    private static Command Answer(Command command, string idText, string answer, bool ofOffer, Symbol words)
    {
        var id = new Argument<string>("id") { Description = idText };
        command.Arguments.Add(id);
        if (words is Argument<string?> text)
        {
            command.Arguments.Add(text);
            command.Options.Add(s_about);
        }
        else
        {
            command.Options.Add((Option)words);
        }

        command.Options.Add(s_as);
        With(command)
            .SetAction(
                async (parsed, stop) =>
                {
                    var given = parsed.GetValue(id)!;
                    var member = words is Argument ? "text" : "because";
                    byte[] Payload(string subject) =>
                        OperatorPayload.Of(
                            ("target", "id", IdOf(given).Target.Value),
                            (answer, "id", subject),
                            ("by", "--as", parsed.GetValue(s_as)),
                            (member, words.Name, parsed.GetValue<string?>(words.Name)),
                            ("about", "--about", words is Argument ? parsed.GetValue(s_about) : null)
                        );

                    // What is wrong with the words is said before anything is asked.
                    Payload(given);
                    var (incident, _) = await FindAsync(parsed, given, stop);
                    var subject =
                        !ofOffer ? incident.Id.Value
                        : given == incident.Id.Value ? incident.Offer?.Id
                        : given;
                    if (subject is null)
                    {
                        await Console.Error.WriteLineAsync($"lambdaops: {incident.Id} offers nothing now");
                        return ExitCodes.NotDone;
                    }

                    return await SendAsync(parsed, Payload(subject), stop);
                }
            );
        return command;
    }

    private static Option<string?> Because()
    {
        var because = Flag.Text("--because", "a reason", "Why: it stands in the record.");
        because.Required = true;
        return because;
    }

    private static Command With(Command command)
    {
        Option[] all = [s_endpoint, s_region, s_stack, s_table];
        Array.ForEach(all, command.Options.Add);
        return command;
    }

    private static async Task<JournalReader> OpenAsync(ParseResult parsed, CancellationToken stop) =>
        await JournalReader.OpenAsync(
            await AwsAccess.OfAsync(parsed.GetValue(s_endpoint), parsed.GetValue(s_region)),
            parsed.GetValue(s_stack)!,
            parsed.GetValue(s_table),
            stop
        );

    /// <param name="given">The id of an incident, or of an offer of one.</param>
    /// <exception cref="UsageException">There is none.</exception>
    private static async Task<(Incident Incident, DateTimeOffset Now)> FindAsync(
        ParseResult parsed,
        string given,
        CancellationToken stop
    )
    {
        var id = IdOf(given).Incident;
        using var journal = await OpenAsync(parsed, stop);
        return await journal.FindAsync(id, stop) is { } found
            ? (found, journal.Now)
            : throw new UsageException(
                $"id: found no incident {id} in {journal.Table}, expected one that 'lambdaops incidents' lists"
            );
    }

    /// <exception cref="UsageException">It is no id.</exception>
    private static (IncidentId Incident, TargetId Target) IdOf(string given) =>
        IncidentId.Read(given) is { } read
            ? (read.Incident, read.Target)
            : throw new UsageException($"id: found '{given}', expected an id such as 20260115-api-service-031501");

    /// <summary>The only function that takes answers.</summary>
    private static Task<int> SendAsync(ParseResult parsed, byte[] payload, CancellationToken stop) =>
        InvokeCommand.RunAsync(
            $"{parsed.GetValue(s_stack)}-{AllProcedures.Operator}",
            payload,
            parsed.GetValue(s_endpoint),
            parsed.GetValue(s_region),
            stop
        );

    private static TimeSpan? SpanOf(string text)
    {
        const int MostDays = 400;
        if (
            text is not [.., var unit]
            || !int.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var n
            )
        )
        {
            return null;
        }

        TimeSpan? span = unit switch
        {
            'm' => TimeSpan.FromMinutes(n),
            'h' => TimeSpan.FromHours(n),
            'd' => TimeSpan.FromDays(n),
            _ => null,
        };
        return span <= TimeSpan.FromDays(MostDays) ? span : null;
    }
}
