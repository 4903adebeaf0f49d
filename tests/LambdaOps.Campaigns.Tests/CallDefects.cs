using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;
using LambdaOps.Core.Signals;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Campaigns.Tests;

/// <summary>Looks, changes, notices and ticks that go wrong on their way.</summary>
internal static class CallDefects
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        Defect.OnObserver(
            "what is missing is read as zero",
            eyes => new MissingIsZero(eyes),
            "no action on missing evidence"
        ),
        Defect.OnObserver(
            "the first look at a service is believed for good",
            eyes => new NeverLooksAgain(eyes, ServiceLooks.State),
            "deployment in progress",
            "capacity bounds",
            "live state"
        ),
        Defect.OnObserver(
            "the first look at a table is believed for good",
            eyes => new NeverLooksAgain(eyes, TableLooks.State),
            "table capacity"
        ),
        Defect.OnObserver(
            "every page counts as saved",
            eyes => EachPage(eyes, page => page is PageState.Own own ? own with { IsSaved = true } : page),
            "page kept"
        ),
        Defect.OnObserver(
            "an ACL of the page that nobody looks at",
            eyes => EachPage(eyes, page => page is PageState.Own own ? own with { Unkept = null } : page),
            "page kept"
        ),
        Defect.OnObserver(
            "a site of which only the main page is looked at",
            eyes => new ChangedLooks<SitePages>(eyes, pages => new SitePages([pages.All[0]])),
            "every page is swapped"
        ),
        Defect.OnActuator("every restart made twice", Twice, "no duplicate effect"),
        Defect.OnActuator("a change sent again when no answer came", Insist, "no duplicate effect"),
        Defect.OnActuator("whatever came of it is called done", Gloss, "record true"),
        Defect.OnNotices(
            "a closing that nobody is told of",
            (inner, notice) =>
                notice.Kind == NoticeKind.Closed
                    ? Task.FromResult<string?>(null)
                    : inner.NotifyAsync(notice, CancellationToken.None),
            "closing is told"
        ),
        Defect.OnNotices("notices that nobody sends", (_, _) => Task.FromResult<string?>(null), "record true"),
        Defect.OnNotices(
            "a notice whose failure stops the remedy",
            async (inner, notice) =>
                await inner.NotifyAsync(notice, CancellationToken.None) is { } failed
                    ? throw new IOException(failed)
                    : null,
            "no surprise"
        ),
        new(
            "the page put back without looking what stands there",
            options =>
                options with
                {
                    Ports = ports =>
                        ports with
                        {
                            Actuator = new ChangedActuator(
                                ports.Actuator,
                                (hands, change, target, token) =>
                                    RestoreBlindlyAsync(ports.Observer, hands, change, target, token)
                            ),
                        },
                },
            "page kept"
        ),
        Defect.OnFollowUps(
            "some ticks never sent",
            (sent, signal, delay) => signal is Signal.TickCame && sent % 5 == 0 ? null : delay,
            "follow-up on its way",
            "comes to its end"
        ),
        new(
            "an answer taken by whichever function gets it",
            options => options with { Loop = loop => loop with { TakesDecisions = true } },
            "only who may decide does"
        ),
        new(
            "an outage that joins a restart",
            options => options with { Loop = loop => loop with { JoinsWorse = true } },
            "a worse rung joins no milder one"
        ),
        new("no check of alarms", options => options with { HasAlarmCheck = false }, "lost alarms are found"),
        new("no watchdog", options => options with { HasWatchdog = false }, "follow-up on its way", "comes to its end"),
        new(
            "a failed send taken for sent",
            options =>
                options with
                {
                    Ports = ports => ports with { FollowUps = new TrustingFollowUps(ports.FollowUps) },
                },
            "follow-up on its way",
            "nothing dropped"
        ),
        Defect.OnFollowUps(
            "ticks sent far too late",
            (_, _, delay) => delay + TimeSpan.FromHours(2),
            "comes to its end",
            "escalation on time"
        ),
    ];

    private static ChangedLooks<SitePages> EachPage(IObserver eyes, Func<PageState, PageState> change) =>
        new(eyes, pages => new SitePages([.. pages.All.Select(page => page with { State = change(page.State) })]));

    private static async Task<ActionOutcome> Twice(
        IActuator hands,
        Change change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        if (change is Change.ForceNewDeployment)
        {
            await hands.ActAsync(change, target, cancellationToken);
        }

        return await hands.ActAsync(change, target, cancellationToken);
    }

    private static async Task<ActionOutcome> Insist(
        IActuator hands,
        Change change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var outcome = await hands.ActAsync(change, target, cancellationToken);
        return outcome is ActionOutcome.Unknown ? await hands.ActAsync(change, target, cancellationToken) : outcome;
    }

    private static async Task<ActionOutcome> Gloss(
        IActuator hands,
        Change change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        await hands.ActAsync(change, target, cancellationToken);
        return new ActionOutcome.Done("accepted");
    }

    private static async Task<ActionOutcome> RestoreBlindlyAsync(
        IObserver eyes,
        IActuator hands,
        Change change,
        Resource target,
        CancellationToken cancellationToken
    )
    {
        var site = target as OperatedSite ?? (target as OperatedService)?.Site;
        if (change is not Change.RestorePage back || site is null)
        {
            return await hands.ActAsync(change, target, cancellationToken);
        }

        var at = new LookAt(
            new Estate("", null, "", "", [], []),
            site,
            new IncidentId(""),
            Alarm: null,
            default,
            default
        );
        var eTag = await eyes.LookAsync(SiteLooks.Pages, at, cancellationToken) is Fact<SitePages>.Known(var pages, _)
            ? pages.At(back.Key) switch
            {
                PageState.Own own => own.ETag,
                PageState.Maintenance up => up.ETag,
                _ => back.ETag,
            }
            : back.ETag;
        return await hands.ActAsync(back with { ETag = eTag }, target, cancellationToken);
    }
}
