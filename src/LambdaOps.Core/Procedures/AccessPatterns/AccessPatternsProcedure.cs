using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.AccessPatterns;

/// <summary>
/// 日次セキュリティチェック. The runbook's paragraph:
/// <code>
/// # ログイン試行監視          aws logs filter-log-events … --filter-pattern "Authentication failed" … 24 hours ago
/// # 異常アクセスパターン検知  ./scripts/detect-anomalies.js --period 24h
/// # WAFブロック状況確認       aws wafv2 get-sampled-requests … --time-window StartTime=…1 day ago…
/// </code>
/// The last line asks for what AWS does not have: samples reach back three hours. What a web ACL blocked in a day is
/// said by its metrics and its log; the samples only say what happens now.
/// </summary>
public sealed class AccessPatternsProcedure : Check<AccessPatternsPolicy>
{
    /// <summary>Datapoints of the last minutes may still change; what is left out is in the next day's time.</summary>
    private static readonly TimeSpan s_incomplete = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);

    public static ProcedureName ProcedureName { get; } = new("accessPatterns");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("SecurityCheck");

    public override Schedule Schedule { get; } = new Schedule.Daily(new TimeOnly(8, 30));

    public override Paragraph Paragraph { get; } =
        new(
            When: "daily at 08:30",
            Does: "looks at the last 24 hours: failed logins by where they came from and against other days, what web ACLs "
                + "blocked against the same hour of other days, and whether requests, client errors, blocked requests or "
                + "active users were unusual by their own two weeks",
            StopsWhen: "what was found, and what could not be seen, is reported"
        )
        {
            Runbook = "日次セキュリティチェック, detect-anomalies.js",
        };

    public override ImmutableArray<Look> Looks { get; } =
    [FigureLooks.FailedLogins, AccessLooks.Numbers, AccessLooks.Blocked, AccessLooks.Sampled];

    /// <summary>The first part has the web ACLs and the users, too. No log group is asked by two parts.</summary>
    public override ImmutableArray<CheckPart> PartsOf(Estate estate)
    {
        var batches = Asked(estate.Services).Chunk(PolicyIn(estate).ServicesPerPart).ToList();
        if (batches.Count == 0 && (estate.ActiveUsers is not null || !estate.WebAcls.IsEmpty))
        {
            batches =
            [
                [],
            ];
        }

        return
        [
            .. batches.Select(
                (services, at) =>
                    new CheckPart(
                        CheckPart.NameOf(at, batches.Count),
                        new FigureDays(
                            new TargetId(FormattableString.Invariant($"access-patterns-{at + 1}")),
                            [.. services],
                            [],
                            at == 0 ? estate.ActiveUsers : null
                        )
                        {
                            WebAcls = at == 0 ? estate.WebAcls : [],
                        }
                    )
            ),
        ];
    }

    public override CheckDecision Decide(CheckSituation situation)
    {
        if (TimeZones.Find(situation.Estate.TimeZone) is not { } zone)
        {
            return new CheckDecision.Report([
                new Finding(
                    FindingLevel.Missing,
                    "time zone",
                    $"this machine does not know the time in {situation.Estate.TimeZone}: nothing is looked at"
                ),
            ]);
        }

        var (about, day) = ((FigureDays)situation.Part.About, DayOf(situation, zone));
        if (situation.Seen.Of(FigureLooks.FailedLogins) is Fact<LoggedLines>.NotAsked)
        {
            return new CheckDecision.Look(about with { Days = [day] }, Looks);
        }

        var policy = PolicyIn(situation.Estate);
        var logins = new FailedLogins(situation, day, policy);
        return new CheckDecision.Report(
            [
                .. logins.Findings(),
                .. new BlockedHours(situation, day, zone, policy).Findings(),
                .. new UnusualAccess(situation, day, zone, policy).Findings(),
            ],
            logins.Keep()
        );
    }

    /// <summary>The 24 hours before the time for which it is scheduled; in whole periods.</summary>
    private static LocalDay DayOf(CheckSituation situation, TimeZoneInfo zone)
    {
        var end = (situation.Run.ScheduledFor ?? situation.Run.StartedAt).ToUniversalTime() - s_incomplete;
        end = end.AddTicks(-(end.Ticks % AccessLooks.Period.Ticks));
        return new LocalDay(LocalDay.At(end, zone).Date, end - s_day, end);
    }

    /// <summary>
    /// Those that name what can be asked. Each log group is named by the first of its services alone.
    /// </summary>
    private static List<OperatedService> Asked(ImmutableArray<OperatedService> services)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        return services
            .Select(service =>
                service.LogGroup is not { } group || named.Add(group) ? service : service with { LogGroup = null }
            )
            .Where(service => service.LoadBalancer is not null || service.LogGroup is not null)
            .ToList();
    }
}
