using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>What the new revision's answers say of it (runbook: 動作確認, smoke-test.sh).</summary>
/// <param name="Because">Each path's result.</param>
public sealed record SmokeVerdict(SmokeOutcome Outcome, string Because)
{
    /// <summary>
    /// A path without an answer is the revision's fault only where another path of the same endpoint had one. So is an
    /// answer of whoever stands before the revision: a firewall, a throttle.
    /// </summary>
    public static SmokeVerdict Of(ImmutableArray<PathProbe> probes)
    {
        var isReached = probes.Any(probe => probe.Status is not null && !IsDenied(probe));
        var words = string.Join("; ", probes.Select(Words));
        return probes switch
        {
            [] => Unable("no path was asked"),
            _ when probes.Any(probe => IsWrong(probe) || (isReached && probe.Status is null)) => new(
                SmokeOutcome.Failed,
                words
            ),
            _ when probes.Any(probe => probe.Status is null || IsDenied(probe)) => Unable(words),
            _ => new(SmokeOutcome.Passed, words),
        };
    }

    /// <summary>The same where it was cut short: a path that was not heard by then says nothing of the revision.</summary>
    /// <param name="because">Why it was.</param>
    public static SmokeVerdict Of(ImmutableArray<PathProbe> heard, SmokeTest test, string because) =>
        heard switch
        {
            _ when heard.Length == test.Paths.Length => Of(heard),
            _ when heard.Any(IsWrong) => new(
                SmokeOutcome.Failed,
                $"{string.Join("; ", heard.Select(Words))}; not all were heard: {because}"
            ),
            _ => Unable(because),
        };

    public static SmokeVerdict Unable(string because) => new(SmokeOutcome.Unable, because);

    /// <summary>What ECS is answered.</summary>
    /// <param name="attempt">Which one this was, from 1 on.</param>
    /// <param name="mode">The most that may be done; below act, nothing holds a deployment up.</param>
    public SmokeRuling Rule(SmokeTest test, int attempt, Mode mode)
    {
        var wanted =
            Outcome == SmokeOutcome.Failed || (Outcome == SmokeOutcome.Unable && test.FailsWhenUnable)
                ? HookReply.Failed
                : HookReply.Succeeded;
        return this switch
        {
            { Outcome: SmokeOutcome.Passed } => new(HookReply.Succeeded, Because),
            _ when mode != Mode.Act && wanted == HookReply.Failed => new(
                HookReply.Succeeded,
                $"{Because}; mode {mode}: would have answered FAILED"
            ),
            _ when mode == Mode.Act && attempt < test.Attempts => new(HookReply.InProgress, Because),
            _ => new(wanted, Because),
        };
    }

    private static bool IsWrong(PathProbe probe) =>
        probe.Status is { } status
        && !IsDenied(probe)
        && (status != probe.Path.Status || !probe.HasText || probe.Took > probe.Path.Within);

    private static bool IsDenied(PathProbe probe) =>
        probe.Status is 403 or 407 or 429 && probe.Status != probe.Path.Status;

    private static string Words(PathProbe probe) =>
        $"{probe.Path.Path.Split('?')[0]} "
        + probe switch
        {
            { Status: null } => $"no answer ({probe.Detail})",
            { Status: { } status } when IsDenied(probe) => Text($"{status}: the probe is denied or throttled"),
            { Status: { } status } when status != probe.Path.Status => Text($"{status}, expected {probe.Path.Status}"),
            { HasText: false } => $"{probe.Status}, without \"{probe.Path.Contains}\" in the body",
            _ when probe.Took > probe.Path.Within => Text(
                $"{probe.Status} in {probe.Took.TotalMilliseconds:0} ms, more than {probe.Path.Within.TotalMilliseconds:0}"
            ),
            _ => Text($"{probe.Status} in {probe.Took.TotalMilliseconds:0} ms"),
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a smoke test found.</summary>
[JsonConverter(typeof(EnumAsName<SmokeOutcome>))]
public enum SmokeOutcome
{
    Passed,
    Failed,

    /// <summary>Nothing is known of the revision.</summary>
    Unable,
}

/// <summary>What ECS is answered, and why.</summary>
public sealed record SmokeRuling(HookReply Answer, string Because);

/// <summary>What a Lambda lifecycle hook may answer.</summary>
[JsonConverter(typeof(EnumAsName<HookReply>))]
public enum HookReply
{
    /// <summary>The deployment goes on.</summary>
    Succeeded,

    /// <summary>It is asked again.</summary>
    InProgress,

    /// <summary>ECS rolls the deployment back.</summary>
    Failed,
}

/// <summary>ECS's words.</summary>
public static class HookWords
{
    extension(HookReply status)
    {
        public string Word =>
            status switch
            {
                HookReply.Succeeded => "SUCCEEDED",
                HookReply.InProgress => "IN_PROGRESS",
                HookReply.Failed => "FAILED",
                _ => throw new System.Diagnostics.UnreachableException(),
            };
    }
}
