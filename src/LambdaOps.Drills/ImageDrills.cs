using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.ImageCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the week's look at images.</summary>
public static class ImageDrills
{
    private const string Tag = "2026.1";

    private static readonly ImagePlan s_image = new("drill/app", Tag) { Age = TimeSpan.FromDays(12) };

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "images-fine",
            "Young images, scanned this week, without a finding that matters.",
            s_image with
            {
                Scan = Low,
            }
        ) with
        {
            Reports = _ =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says = [$"drill/app:{Tag}: pushed 12 days ago; 0 critical and 0 high vulnerabilities"],
                    },
                ],
        },
        Of(
            "images-critical",
            "The scan found critical vulnerabilities: DescribeImages says nothing of them, and the first page neither.",
            s_image with
            {
                Scan = Low with { Critical = 2, High = 5 },
            }
        ) with
        {
            Reports = _ =>
                [
                    new(
                        FindingLevel.Danger,
                        "has 2 critical and 5 high vulnerabilities (CVE-2025-10001, CVE-2025-10002, CVE-2025-20001, …)"
                    ),
                ],
        },
        Of(
            "images-inspected",
            "Inspector scans the images: its findings are in the same answer, with what has a fix.",
            s_image with
            {
                Scan = new ScanPlan
                {
                    Status = "ACTIVE",
                    Age = TimeSpan.FromDays(100),
                    High = 3,
                    IsEnhanced = true,
                },
            }
        ) with
        {
            Reports = _ => [new(FindingLevel.Warning, "0 critical and 3 high vulnerabilities, 2 of them with a fix")],
        },
        Of(
            "images-old",
            "An image that nobody has built anew for months, scanned once, when it was pushed.",
            s_image with
            {
                Age = TimeSpan.FromDays(200),
                Scan = Low with { Age = TimeSpan.FromDays(200) },
            }
        ) with
        {
            Reports = _ => [new(FindingLevel.Warning, "was pushed 200 days ago", "was scanned 200 days ago")],
        },
        Of(
            "images-unscanned",
            "Nobody scans the images: their vulnerabilities are not known, which is not none.",
            s_image with
            {
                Scan = null,
            }
        ) with
        {
            Reports = _ => [new(FindingLevel.Missing, "nobody knows its vulnerabilities: it was never scanned")],
        },
        Of("images-unseen", "ECR refuses to answer: said so of each image.", s_image) with
        {
            Script = stage => stage.Deny("ecr", "DescribeImages"),
            Reports = _ => [new(FindingLevel.Missing, "could not be looked up: AccessDeniedException")],
        },
        Of(
            "images-base-ended",
            "The images are built on Node.js 18, as the runbook pulls it: that has ended.",
            s_image
        ) with
        {
            ShapeEstate = (estate, _) => estate["baseImages"] = new JsonArray("public.ecr.aws/lambda/nodejs:18"),
            Reports = _ => [new(FindingLevel.Danger, "Node.js 18 ended on 2025-04-30")],
        },
        Of(
            "runtimes-ending",
            "Functions of other applications run on what AWS no longer fixes, or soon will not.",
            Young
        ) with
        {
            ShapeWorld = world =>
                Shaped(world, Young) with
                {
                    OtherFunctions =
                    [
                        new FunctionPlan("drill-thumbnails", "nodejs18.x"),
                        new FunctionPlan("drill-mailer", "nodejs18.x"),
                        new FunctionPlan("drill-export", "nodejs20.x"),
                    ],
                },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Danger,
                        "2 Lambda functions (drill-mailer, drill-thumbnails) are on nodejs18.x, which AWS deprecated on 2025-09-01",
                        "1 Lambda function (drill-export) is on nodejs20.x, which AWS deprecates on 2026-04-30"
                    ),
                ],
        },
        Of(
            "runtimes-unknown",
            "A runtime that is newer than LambdaOps, and functions that are images: not known.",
            Young
        ) with
        {
            ShapeWorld = world =>
                Shaped(world, Young) with
                {
                    OtherFunctions =
                    [
                        new FunctionPlan("drill-next", "nodejs98.x"),
                        new FunctionPlan("drill-boxed", null),
                    ],
                },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Missing,
                        "(drill-next) is on nodejs98.x: LambdaOps does not know when AWS deprecates it",
                        "(drill-boxed) is deployed as container images: name what they are built on in baseImages"
                    ),
                ],
        },
        Of("runtimes-unseen", "IAM refuses the list of functions: the images are reported all the same.", Young) with
        {
            Script = stage => stage.Deny("lambda", "ListFunctions"),
            Reports = _ =>
                [
                    new(FindingLevel.Missing, "what Lambda functions run on could not be seen: ")
                    {
                        Says = ["0 critical and 0 high"],
                    },
                ],
        },
    ];

    private static ImagePlan Young => s_image with { Scan = Low };

    /// <summary>More than a page, which would hide the others.</summary>
    private static ScanPlan Low => new() { Low = 1500 };

    /// <summary>All services run that image, and the estate names no base image.</summary>
    private static Drill Of(string name, string what, ImagePlan image) =>
        new(name, what)
        {
            Check = ImageCheckProcedure.ProcedureName,
            Needs = [scene => scene.Estate.Services.IsEmpty ? "the estate names no service" : null],
            StartsAt = new DateTime(2026, 1, 18, 3, 28, 0),
            ShapeEstate = (estate, _) => estate["baseImages"] = new JsonArray(),
            ShapeWorld = world => Shaped(world, image),
            Script = _ => { },
        };

    private static WorldPlan Shaped(WorldPlan world, ImagePlan image) =>
        world with
        {
            Images = [image],
            Services = [.. world.Services.Select(service => Running(service, image, world))],
        };

    private static ServicePlan Running(ServicePlan service, ImagePlan image, WorldPlan world) =>
        service with
        {
            Revisions =
            [
                .. service.Revisions.Select(revision =>
                    revision with
                    {
                        Image = image.NameIn(world.Region, world.AccountId),
                    }
                ),
            ],
        };
}
