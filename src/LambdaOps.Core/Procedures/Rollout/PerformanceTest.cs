using System.Text.Json.Serialization;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.Rollout;

/// <summary>
/// デプロイ後確認, performance-test.sh: the estate's own command, which a person is asked to run after a deployment and
/// whose result they report. LambdaOps never runs it.
/// </summary>
/// <param name="Deployment">The deployment's ARN.</param>
/// <param name="Result">Null until it is reported.</param>
public sealed record PerformanceTest(string Deployment, TestResult? Result = null)
{
    /// <summary>
    /// Asked for once a deployment, while that is watched: of a new revision, in an incident that is about nothing else.
    /// </summary>
    internal static Incident AskOnce(
        Incident incident,
        NativeDeployment? newest,
        OperatedService target,
        DateTimeOffset now
    ) =>
        incident is { IsHandedOff: false, IsSignalled: false }
        && target is { PerformanceTest: not null, Rollout.Policy: var policy }
        && newest is { Course: DeploymentCourse.Successful }
        && now - newest.EndedAt < policy.WatchFor
        && newest.Arn != incident.Rollout.Test?.Deployment
        && !newest.IsSameAgain
        && !incident.IsWayBack(newest)
            ? incident.Remembering(incident.Rollout with { Test = new PerformanceTest(newest.Arn) })
            : incident;

    /// <summary>Whether a person has still to report it.</summary>
    internal static bool IsAwaited(Incident incident, NativeDeployment over) =>
        incident.Rollout.Test is { Result: null } test && test.Deployment == over.Arn;

    /// <summary>What the end of a watch says of it; empty where nobody was asked.</summary>
    internal static string InWords(Incident incident, NativeDeployment over) =>
        incident.Rollout.Test is { } test && test.Deployment == over.Arn
            ? test.Result switch
            {
                TestResult.Passed => "; the performance test passed",
                TestResult.Failed => "; the performance test failed",
                _ => "; nobody reported the performance test",
            }
            : "";
}

/// <summary>How a test went.</summary>
[JsonConverter(typeof(EnumAsName<TestResult>))]
public enum TestResult
{
    Passed,
    Failed,
}
