using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.ExpiredItems;
using LambdaOps.Core.Procedures.TableBackups;
using LambdaOps.Core.Procedures.TemporaryFiles;

namespace LambdaOps.Drills;

/// <summary>AWS refuses to show what a night job works on: reported as not seen, never as fine, and nothing is changed.</summary>
public static class BlindDrills
{
    private static readonly DateTime s_night = new(2026, 1, 18, 1, 58, 0);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Blind(
            "expired-items-unseen",
            ExpiredItemsProcedure.ProcedureName,
            s_night,
            ("dynamodb", "DescribeTable"),
            "it could not be seen"
        ) with
        {
            Needs = [scene => scene.Estate.Tables.IsEmpty ? "the estate names no tables whose items expire" : null],
        },
        Blind(
            "retention-unseen",
            new ProcedureName("logRetention"),
            s_night.AddMinutes(30),
            ("logs", "DescribeLogGroups"),
            "log groups could not be looked at"
        ) with
        {
            Needs = [scene => scene.Estate.AllLogGroups.IsEmpty ? "the estate names no log groups" : null],
        },
        Blind(
            "temporary-files-unseen",
            TemporaryFilesProcedure.ProcedureName,
            s_night.AddHours(1),
            ("s3", "ListObjectsV2"),
            "could not be listed"
        ) with
        {
            Needs = [scene => scene.Estate.TemporaryFiles.IsEmpty ? "the estate names no temporary files" : null],
        },
        Blind(
            "backups-unseen",
            TableBackupsProcedure.ProcedureName,
            s_night,
            ("dynamodb", "ListBackups"),
            "its backups could not be listed, so none was made or deleted"
        ) with
        {
            Needs = [Needs.Table],
            Limit = _ => TimeSpan.FromHours(3),
        },
    ];

    private static Drill Blind(
        string name,
        ProcedureName check,
        DateTime startsAt,
        (string Service, string Operation) call,
        string says
    ) =>
        new(name, $"AWS refuses {call.Operation}: reported as not seen, and nothing is changed.")
        {
            Check = check,
            StartsAt = startsAt,
            Script = stage =>
                stage.After(0, $"{call.Operation} is refused", at => at.Deny(call.Service, call.Operation)),
            Reports = _ => [new ReportExpectation(FindingLevel.Missing, says)],
        };
}
