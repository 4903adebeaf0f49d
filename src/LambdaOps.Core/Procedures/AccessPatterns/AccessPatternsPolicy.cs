namespace LambdaOps.Core.Procedures.AccessPatterns;

/// <summary>The numbers of the daily look at who comes, and how.</summary>
/// <param name="FailedLoginsFrom">A day.</param>
/// <param name="FailedLoginsLeast">A day.</param>
/// <param name="BlockedFrom">An hour.</param>
/// <param name="AnomalyOneIn">Readings of five minutes: a day has 288.</param>
/// <param name="AnomalyLeast">Requests, or users, in five minutes.</param>
public sealed record AccessPatternsPolicy(
    int ServicesPerPart,
    int FailedLoginsFrom,
    int FailedLoginsLeast,
    int FailedLoginsTimes,
    int SourcePercent,
    int BlockedFrom,
    int BlockedTimes,
    int AnomalyOneIn,
    int AnomalyLeast
) : IPolicy<AccessPatternsPolicy>
{
    public static AccessPatternsPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static AccessPatternsPolicy Read(PolicyReader reader) =>
        new(
            ServicesPerPart: reader.Whole(
                "servicesPerPart",
                from: 1,
                to: 40,
                byDefault: 20,
                "How many services one invocation looks at."
            ),
            FailedLoginsFrom: reader.Whole(
                "failedLoginsFrom",
                from: 1,
                to: 1_000_000,
                byDefault: 100,
                "Failed logins a day from which on they are a warning, and a danger where one source has most of them."
            ),
            FailedLoginsLeast: reader.Whole(
                "failedLoginsLeast",
                from: 1,
                to: 1_000_000,
                byDefault: 20,
                "Failed logins a day below which it says nothing that there are more than usual."
            ),
            FailedLoginsTimes: reader.Whole(
                "failedLoginsTimes",
                from: 2,
                to: 100,
                byDefault: 3,
                "How many times the usual number of a day failed logins are a warning."
            ),
            SourcePercent: reader.Whole(
                "sourcePercent",
                from: 1,
                to: 100,
                byDefault: 50,
                "Share of the failed logins from which on one source has most of them."
            ),
            BlockedFrom: reader.Whole(
                "blockedFrom",
                from: 1,
                to: 1_000_000,
                byDefault: 100,
                "Requests an hour that a web ACL blocks from which on they can be a warning."
            ),
            BlockedTimes: reader.Whole(
                "blockedTimes",
                from: 2,
                to: 100,
                byDefault: 3,
                "How many times the usual number of the same hour of other days blocked requests are a warning."
            ),
            AnomalyOneIn: reader.Whole(
                "anomalyOneIn",
                from: 1000,
                to: 1_000_000_000,
                byDefault: 10_000,
                "How rare a reading has to be to be reported: once in so many readings of five minutes; a day has 288."
            ),
            AnomalyLeast: reader.Whole(
                "anomalyLeast",
                from: 0,
                to: 1_000_000,
                byDefault: 20,
                "How far a reading of five minutes has to be from what is usual, as a number of requests or users."
            )
        );
}
