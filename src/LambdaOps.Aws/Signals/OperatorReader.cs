using System.Globalization;
using System.Text.RegularExpressions;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ConfigChange;
using LambdaOps.Core.Procedures.DataRestore;
using LambdaOps.Core.Procedures.MaintenancePage;
using LambdaOps.Core.Procedures.RegionFailover;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;

namespace LambdaOps.Aws.Signals;

/// <summary>What a person asks for and signs: requests, answers, notes, the control switch.</summary>
internal static partial class OperatorReader
{
    public const string Expected =
        "target, by and because, with remedy and mode, or with approve, decline or acknowledge; "
        + "target, by, note and text, perhaps about; tick, by and because; or control";

    private const string Times = "a time such as 18:00 (the estate's) or 2026-01-15T18:00+09:00";

    /// <summary>Characters of a note or reason at most: the record that it goes into is one item of the journal.</summary>
    private const int LongestWords = 1000;

    public static Signal Read(OperatorEvent sent)
    {
        var asked = sent.Operator ?? throw new BadEventException("operator", "nothing", Expected);
        (OperatorAnswer Answer, string Name, string? Subject)[] answers =
        [
            (OperatorAnswer.Approve, "approve", asked.Approve),
            (OperatorAnswer.Refuse, "decline", asked.Decline),
            (OperatorAnswer.Refuse, "refuse", asked.Refuse),
            (OperatorAnswer.Acknowledge, "acknowledge", asked.Acknowledge),
            (OperatorAnswer.Note, "note", asked.Note),
        ];
        return Array.FindAll(answers, answer => answer.Subject is not null) switch
        {
            _ when asked.Control is not null => ReadControl(asked),
            _ when asked.Tick is not null => ReadTick(asked),
            [] => ReadRequest(asked),
            [var (answer, name, subject)] => ReadAnswer(asked, answer, name, subject!),
            [var (_, one, _), var (_, other, _), ..] => throw new BadEventException(
                "operator",
                $"{one} and {other}",
                "one answer at a time"
            ),
        };
    }

    private static Signal.OperatorRequested ReadRequest(OperatorRequest asked) =>
        new(
            new TargetId(AlarmSignals.Required(asked.Target, "operator.target", "a target's id in the estate")),
            new ProcedureName(AlarmSignals.Required(asked.Remedy, "operator.remedy", "a remedy's name")),
            asked.Mode switch
            {
                "act" => Mode.Act,
                "ask" => Mode.Ask,
                "observe" or null => Mode.Observe,
                _ => throw new BadEventException(
                    "operator.mode",
                    AlarmSignals.Show(asked.Mode),
                    "\"act\", \"ask\" or \"observe\""
                ),
            },
            AlarmSignals.Required(asked.By, "operator.by", "who asks"),
            AlarmSignals.Required(asked.Because, "operator.because", "why")
        )
        {
            Page = ReadPage(asked),
            Rollout = ReadRollout(asked),
            Config = ReadConfig(asked),
            Restore = ReadRestore(asked),
            Region = ReadRegion(asked),
        };

    private static RegionWish? ReadRegion(OperatorRequest asked) =>
        (asked.Remedy == RegionFailoverProcedure.ProcedureName.Value, asked.Region) switch
        {
            (false, null) => null,
            (true, null or "status") => RegionWish.Status,
            (true, "failover") => RegionWish.Failover,
            (true, "failback") => RegionWish.Failback,
            (true, var unknown) => throw new BadEventException(
                "operator.region",
                AlarmSignals.Show(unknown),
                "\"failover\", \"failback\" or \"status\""
            ),
            (false, var other) => throw new BadEventException(
                "operator.region",
                AlarmSignals.Show(other),
                $"it only with remedy \"{RegionFailoverProcedure.ProcedureName}\""
            ),
        };

    private static RestoreRequest? ReadRestore(OperatorRequest asked)
    {
        const string Expected = "a point in time such as 2026-01-15T18:00:00+09:00, \"status\" or \"abort\"";
        return (asked.Remedy == DataRestoreProcedure.ProcedureName.Value, asked.Restore) switch
        {
            (false, null) => null,
            (false, var restore) => throw new BadEventException(
                "operator.restore",
                AlarmSignals.Show(restore),
                $"it only with remedy \"{DataRestoreProcedure.ProcedureName}\""
            ),
            (true, null or "status") => new(RestoreWish.Status),
            (true, "abort") => new(RestoreWish.Abort),
            (true, { } time)
                when HasOffset().IsMatch(time)
                    && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) =>
                new(RestoreWish.Begin, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds())),
            (true, var bad) => throw new BadEventException("operator.restore", AlarmSignals.Show(bad), Expected),
        };
    }

    private static ConfigRequest? ReadConfig(OperatorRequest asked) =>
        (asked.Remedy == ConfigChangeProcedure.ProcedureName.Value, asked.Secret, asked.Version) switch
        {
            (_, null, null) => null,
            (false, var secret, var version) => throw new BadEventException(
                secret is null ? "operator.version" : "operator.secret",
                AlarmSignals.Show(secret ?? version),
                $"it only with remedy \"{ConfigChangeProcedure.ProcedureName}\""
            ),
            (true, { Length: > 0 } secret, { } version) when VersionForm().IsMatch(version) => new(secret, version),
            (true, null or "", _) => throw new BadEventException(
                "operator.secret",
                AlarmSignals.Show(asked.Secret),
                "the name of a secret beside version"
            ),
            (true, _, var bad) => throw new BadEventException(
                "operator.version",
                AlarmSignals.Show(bad),
                "the id of a version of the secret"
            ),
        };

    private static RolloutRequest? ReadRollout(OperatorRequest asked)
    {
        if (asked.Remedy != RolloutProcedure.ProcedureName.Value)
        {
            (string Name, string? Value)[] only =
            [
                ("rollout", asked.Rollout),
                ("revision", asked.Revision),
                ("performanceTest", asked.PerformanceTest),
            ];
            return Array.Find(only, one => one.Value is not null) is { Name: { } name, Value: var value }
                ? throw new BadEventException(
                    $"operator.{name}",
                    AlarmSignals.Show(value),
                    $"it only with remedy \"{RolloutProcedure.ProcedureName}\""
                )
                : null;
        }

        if (asked.PerformanceTest is { } result)
        {
            return ReadTest(asked, result);
        }

        var wish = asked.Rollout switch
        {
            null or "status" => RolloutWish.Status,
            "deploy" => RolloutWish.Deploy,
            "shift" => RolloutWish.Shift,
            "pause" => RolloutWish.Pause,
            "resume" => RolloutWish.Resume,
            "abort" => RolloutWish.Abort,
            var unknown => throw new BadEventException(
                "operator.rollout",
                AlarmSignals.Show(unknown),
                "\"status\", \"deploy\", \"shift\", \"pause\", \"resume\" or \"abort\""
            ),
        };
        return (wish, asked.Revision) switch
        {
            (RolloutWish.Deploy, { } revision) when TaskDefinitionForm().IsMatch(revision) => new(wish, revision),
            (RolloutWish.Deploy, var bad) => throw new BadEventException(
                "operator.revision",
                AlarmSignals.Show(bad),
                "a task definition with its revision, FAMILY:REVISION or its ARN"
            ),
            (_, null) => new(wish),
            (_, var more) => throw new BadEventException(
                "operator.revision",
                AlarmSignals.Show(more),
                "it only with rollout \"deploy\""
            ),
        };
    }

    private static RolloutRequest ReadTest(OperatorRequest asked, string result) =>
        (result, asked.Rollout ?? asked.Revision) switch
        {
            (_, { } more) => throw new BadEventException(
                asked.Rollout is null ? "operator.revision" : "operator.rollout",
                AlarmSignals.Show(more),
                "none beside performanceTest"
            ),
            ("passed", _) => new(RolloutWish.Report, Result: TestResult.Passed),
            ("failed", _) => new(RolloutWish.Report, Result: TestResult.Failed),
            _ => throw new BadEventException(
                "operator.performanceTest",
                AlarmSignals.Show(result),
                "\"passed\" or \"failed\""
            ),
        };

    private static PageRequest? ReadPage(OperatorRequest asked) =>
        (asked.Remedy == MaintenancePageProcedure.ProcedureName.Value, asked.Page) switch
        {
            (true, "up") => PageRequest.Up,
            (true, "down") => PageRequest.Down,
            (true, "status") => PageRequest.Status,
            (true, var other) => throw new BadEventException(
                "operator.page",
                AlarmSignals.Show(other),
                "\"up\", \"down\" or \"status\""
            ),
            (false, null) => null,
            (false, var other) => throw new BadEventException(
                "operator.page",
                AlarmSignals.Show(other),
                $"it only with remedy \"{MaintenancePageProcedure.ProcedureName}\""
            ),
        };

    private static Signal.OperatorAnswered ReadAnswer(
        OperatorRequest asked,
        OperatorAnswer answer,
        string name,
        string subject
    )
    {
        var isNote = answer == OperatorAnswer.Note;
        (string Name, string? Value)[] others =
        [
            ("remedy", asked.Remedy),
            ("mode", asked.Mode),
            ("page", asked.Page),
            ("rollout", asked.Rollout),
            ("revision", asked.Revision),
            ("performanceTest", asked.PerformanceTest),
            ("secret", asked.Secret),
            ("version", asked.Version),
            ("restore", asked.Restore),
            ("region", asked.Region),
            isNote ? ("because", asked.Because) : ("text", asked.Text),
            isNote ? ("about", null) : ("about", asked.About),
        ];
        return Array.Find(others, other => other.Value is not null) is { Name: { } more, Value: var value }
            ? throw new BadEventException($"operator.{more}", AlarmSignals.Show(value), $"none beside {name}")
            : new Signal.OperatorAnswered(
                new TargetId(AlarmSignals.Required(asked.Target, "operator.target", "a target's id in the estate")),
                answer,
                AlarmSignals.Required(
                    subject,
                    $"operator.{name}",
                    answer is OperatorAnswer.Approve or OperatorAnswer.Refuse ? "an offer's id" : "an incident's id"
                ),
                Signed(asked.By, "operator.by", "who answers"),
                isNote
                    ? ReadWords(asked.Text, "operator.text", "what is to be noted")
                    : ReadWords(asked.Because, "operator.because", "why")
            )
            {
                About = ReadAbout(asked.About),
            };
    }

    private static RemarkAbout? ReadAbout(string? about) =>
        about is null ? null
        : Enum.GetValues<RemarkAbout>().Where(one => IncidentReportWriter.NameOf(one) == about).ToList() is [var known]
            ? known
        : throw new BadEventException(
            "operator.about",
            AlarmSignals.Show(about),
            $"one of {string.Join(", ", Enum.GetValues<RemarkAbout>().Select(IncidentReportWriter.NameOf))}"
        );

    private static string ReadWords(string? text, string place, string expected)
    {
        var words = Signed(text, place, expected);
        return words.Length <= LongestWords
            ? words
            : throw new BadEventException(
                place,
                string.Create(CultureInfo.InvariantCulture, $"{words.Length} characters"),
                string.Create(CultureInfo.InvariantCulture, $"{LongestWords} at most")
            );
    }

    private static Signal.ControlSet ReadControl(OperatorRequest asked)
    {
        NothingOfIncidents(asked, beside: "control", ("tick", asked.Tick));
        var mode = asked.Control switch
        {
            "off" => Mode.Off,
            "observe" => Mode.Observe,
            "ask" => Mode.Ask,
            "act" => Mode.Act,
            _ => throw new BadEventException(
                "operator.control",
                AlarmSignals.Show(asked.Control),
                "\"off\", \"observe\", \"ask\" or \"act\""
            ),
        };
        var (until, time) = ReadUntil(asked.Until);
        return mode == Mode.Act && asked.Until is not null
            ? throw new BadEventException(
                "operator.until",
                AlarmSignals.Show(asked.Until),
                "none with control \"act\": that needs no end"
            )
            : new Signal.ControlSet(
                mode,
                Signed(asked.By, "operator.by", "who sets it"),
                ReadWords(asked.Because, "operator.because", "why")
            )
            {
                Until = until,
                UntilTime = time,
            };
    }

    private static Signal.LineTicked ReadTick(OperatorRequest asked)
    {
        NothingOfIncidents(asked, beside: "tick", ("until", asked.Until));
        return TickedLine.Lines.Contains(asked.Tick!)
            ? new Signal.LineTicked(
                asked.Tick!,
                Signed(asked.By, "operator.by", "who did it"),
                ReadWords(asked.Because, "operator.because", "what was done")
            )
            : throw new BadEventException(
                "operator.tick",
                AlarmSignals.Show(asked.Tick),
                $"one of {string.Join(", ", TickedLine.Lines)}"
            );
    }

    /// <exception cref="BadEventException">What is about an incident stands beside what is not.</exception>
    private static void NothingOfIncidents(OperatorRequest asked, string beside, (string Name, string? Value) nor)
    {
        (string Name, string? Value)[] others =
        [
            ("target", asked.Target),
            ("remedy", asked.Remedy),
            ("mode", asked.Mode),
            ("page", asked.Page),
            ("region", asked.Region),
            ("approve", asked.Approve),
            ("decline", asked.Decline),
            ("refuse", asked.Refuse),
            ("acknowledge", asked.Acknowledge),
            ("note", asked.Note),
            ("text", asked.Text),
            ("about", asked.About),
            nor,
        ];
        if (Array.Find(others, other => other.Value is not null) is { Name: { } more, Value: var value })
        {
            throw new BadEventException($"operator.{more}", AlarmSignals.Show(value), $"none beside {beside}");
        }
    }

    private static (DateTimeOffset? Until, TimeOnly? Time) ReadUntil(string? text) =>
        text is null ? (null, null)
        : TimeOnly.TryParseExact(text, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (null, time)
        : HasOffset().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
            ? (until, null)
        : throw new BadEventException("operator.until", AlarmSignals.Show(text), Times);

    /// <summary>
    /// A person's own words. What notices and events/*.json hold in their place says that nobody signed.
    /// </summary>
    private static string Signed(string? text, string place, string expected)
    {
        var signed = AlarmSignals.Required(text?.Trim(), place, expected);
        return Placeholder().IsMatch(signed)
            ? throw new BadEventException(place, $"the placeholder \"{signed}\"", $"{expected}, in your own words")
            : signed;
    }

    [GeneratedRegex(@"^(arn:aws[a-z-]*:ecs:[a-z0-9-]+:\d{12}:task-definition/)?[A-Za-z0-9_-]{1,255}:[1-9]\d*\z")]
    private static partial Regex TaskDefinitionForm();

    [GeneratedRegex(@"^[A-Za-z0-9-]{32,64}\z")]
    private static partial Regex VersionForm();

    [GeneratedRegex(@"(Z|[+-]\d\d:?\d\d)$")]
    private static partial Regex HasOffset();

    [GeneratedRegex(
        @"^(your name|name|who|why|the on-call engineer|[.…\s]+|<.*>|\{.*\}|\[.*\])$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Placeholder();
}
