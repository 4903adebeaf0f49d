namespace LambdaOps.Core.Procedures.TableBackups;

/// <summary>The numbers of the nightly backups.</summary>
/// <param name="PlanWithin">A plan whose newest recovery point of a table is older does not work.</param>
/// <param name="PlansHave">How long tonight's plans have, before they are looked at a second time.</param>
public sealed record TableBackupsPolicy(
    TimeSpan PlanWithin,
    TimeSpan PlansHave,
    TimeSpan Keep,
    TimeSpan KeepFull,
    bool FullOfPlanned
) : IPolicy<TableBackupsPolicy>
{
    public static TableBackupsPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static TableBackupsPolicy Read(PolicyReader reader) =>
        new(
            PlanWithin: reader.Seconds(
                "planWithinSeconds",
                from: 3600,
                to: 7 * PolicyReader.Day,
                byDefault: 90_000,
                "Seconds: a plan whose newest recovery point of a table is older does not work, and the table is backed up here."
            ),
            PlansHave: reader.Seconds(
                "plansHaveSeconds",
                from: 0,
                to: 6 * 3600,
                byDefault: 5400,
                "Seconds that tonight's backup plans have before they are looked at a second time."
            ),
            Keep: Days(reader, "keepDays", 30, "Days that a nightly backup of LambdaOps is kept."),
            KeepFull: Days(reader, "keepFullDays", 400, "Days that the monthly full backup is kept."),
            FullOfPlanned: reader.Flag(
                "fullOfPlanned",
                byDefault: true,
                "Whether the monthly full backup is made of tables in a working backup plan, too."
            )
        );

    private static TimeSpan Days(PolicyReader reader, string name, int byDefault, string says) =>
        TimeSpan.FromDays(reader.Whole(name, from: 1, to: 3650, byDefault, says));
}
