using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services.S3;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the check of temporary files: a bucket's rules, and own deletes.</summary>
public static class TemporaryFilesDrills
{
    private const string Bucket = "drill-uploads";
    private const string Ends =
        "\"Expiration\":{\"Days\":7},\"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}";
    private const string Rule = $$"""{"ID":"temp","Status":"Enabled","Filter":{"Prefix":"temp/"},{{Ends}}}""";
    private const int Old = 30;

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("temp-no-rule", "No lifecycle rule ends temporary files: the report prints the one to add.", delete: false)
            .Finding("no lifecycle rule ends its files after 7 days. Add this rule to the others"),
        Of("temp-rule-elsewhere", "A rule ends files of another folder: temp/ is not tmp/.", delete: false)
            .With(Bucketed(Rule.Replace("temp/", "tmp/", StringComparison.Ordinal)))
            .Finding("rule 'temp' is for the prefix 'tmp/'"),
        Of("temp-rule-disabled", "Somebody has disabled the rule.", delete: false)
            .With(Bucketed(Rule.Replace("Enabled", "Disabled", StringComparison.Ordinal)))
            .Finding("rule 'temp' is disabled"),
        Of("temp-rule-idle", "There is a rule, and files of two weeks ago lie there all the same.", delete: false)
            .With(Bucketed(Rule) with { Objects = Files(Old, days: 14) })
            .Finding("the rule does not work"),
        Of("temp-rule-works", "A rule ends temporary files, and they are gone in time: nothing to do.", delete: false)
            .With(Bucketed(Rule) with { Objects = Files(Old, days: 6) }) with
        {
            Reports = _ =>
                [new(FindingLevel.Fine) { Says = ["a lifecycle rule expires", "30 files, 0 of them older"] }],
        },
        Deleting(
            "temp-deletes",
            "Old files are deleted where the estate asks for that; a fresh one stays, and one that is written anew just before."
        ) with
        {
            Script = stage => stage.Before("DeleteObjects", Renew),
            Reports = _ =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says = ["29 older than 7 days deleted, 1 left as they were written anew"],
                        Changes = ["deleteTemporaryFiles 29"],
                    },
                ],
            World = stage => Left(stage, "other/old-00", "temp/fresh-00", "temp/old-00"),
        },
        Deleting("temp-versioned", "The bucket keeps versions: deletes only add markers, and the report says so.")
            .With(Bucketed(Rule) with { Objects = Mixed(), IsVersioned = true }) with
        {
            Reports = _ =>
                [
                    new(FindingLevel.Warning, "the bucket keeps versions, and no rule ends them")
                    {
                        Says = ["each has a delete marker now and its versions stay"],
                        Changes = ["deleteTemporaryFiles 30"],
                    },
                ],
            World = stage =>
                Left(stage, "other/old-00", "temp/fresh-00")
                ?? (Own(stage).VersionsOf("temp/old-00").Count == 2 ? null : "a version is gone"),
        },
        Deleting(
            "temp-killed",
            "The function is killed after it has deleted: it goes on, and counts what nobody confirmed."
        ) with
        {
            Script = stage => stage.KillOnce("DeleteObjects"),
            Expect = _ => DrillExpectation.AnyEnd with { Deaths = 1 },
            Reports = _ => [new(FindingLevel.Fine) { Says = ["and up to 30 more without an answer"] }],
            World = stage => Left(stage, "other/old-00", "temp/fresh-00"),
        },
        Deleting("temp-denied", "S3 refuses the deletes: everything stays, and the report says why.") with
        {
            Script = stage => stage.Deny("s3", "DeleteObjects"),
            Reports = _ => [new(FindingLevel.Warning, "S3 refused: AccessDenied")],
            World = stage => Own(stage).Objects.Count() == Old + 2 ? null : "files are gone",
        },
    ];

    private static Drill Of(string name, string what, bool delete) =>
        new Drill(name, what)
        {
            Check = new("temporaryFiles"),
            StartsAt = new DateTime(2026, 1, 18, 2, 58, 0),
            ShapeEstate = (estate, _) =>
                estate["temporaryFiles"] = new JsonArray(
                    new JsonObject
                    {
                        ["bucket"] = Bucket,
                        ["prefix"] = "temp/",
                        ["afterDays"] = 7,
                        ["delete"] = delete,
                    }
                ),
            Script = _ => { },
        }.With(new BucketPlan(Bucket) { Objects = Files(3, days: 1) });

    private static Drill Deleting(string name, string what) =>
        Of(name, what, delete: true).With(Bucketed(Rule) with { Objects = Mixed() });

    private static Drill With(this Drill drill, BucketPlan bucket) =>
        drill with
        {
            ShapeWorld = world => world with { Buckets = [.. world.Buckets.Where(one => one.Name != Bucket), bucket] },
        };

    private static Drill Finding(this Drill drill, string problem) =>
        drill with
        {
            Reports = _ => [new(FindingLevel.Warning, problem)],
        };

    private static BucketPlan Bucketed(string rule) =>
        new(Bucket) { LifecycleRules = [rule], Objects = Files(3, days: 1) };

    private static ImmutableArray<ObjectPlan> Mixed() =>
        [.. Files(Old, days: 9), .. Files(1, days: 6, "temp/fresh"), .. Files(1, days: 99, "other/old")];

    private static ImmutableArray<ObjectPlan> Files(int count, double days, string name = "temp/old") =>
        [.. Enumerable.Range(0, count).Select(at => new ObjectPlan($"{name}-{at:D2}", TimeSpan.FromDays(days)))];

    /// <summary>The application writes a file anew between the list and the delete.</summary>
    private static bool Renew(DrillStage stage, LambdaOps.Account.Services.ServiceCall call)
    {
        stage.Simulation.S3.Put(Bucket, "temp/old-00", "anew"u8.ToArray());
        stage.Simulation.World.Tell("person", "the application", "writes temp/old-00 anew");
        return true;
    }

    private static S3Bucket Own(DrillStage stage) => stage.Simulation.S3.Bucket(Bucket);

    private static string? Left(DrillStage stage, params string[] keys)
    {
        var found = string.Join(", ", Own(stage).Objects.Select(one => one.Key));
        var expected = string.Join(", ", keys);
        return found == expected ? null : $"the bucket has [{found}], expected [{expected}]";
    }
}
