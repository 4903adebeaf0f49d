using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ImageCheck;

/// <summary>
/// 週次メンテナンス, システムアップデート. The runbook's paragraph:
/// <code>
/// npm outdated; npm audit; npm audit fix
/// docker pull public.ecr.aws/lambda/nodejs:18
/// </code>
/// nodejs:18 is the image of a Lambda runtime: what functions of the region run on is looked at, too.
/// What npm audit would find is found by the scan of the image's registry, which sees the system's packages, too. What
/// is found is reported and never applied: a fix is a new image, which is deployed as any other.
/// </summary>
public sealed class ImageCheckProcedure : Check<ImageCheckPolicy>
{
    public static ProcedureName ProcedureName { get; } = new("imageCheck");

    public override ProcedureName Name => ProcedureName;

    public override FunctionName Function => new("Report");

    public override Paragraph Paragraph { get; } =
        new(
            When: "Sundays at 03:30",
            Does: "looks at the images that services run: their age, what the registry's scan found, runtimes that have "
                + "ended or soon will, of images and of Lambda functions",
            StopsWhen: "every image and runtime is reported; none is changed"
        )
        {
            Runbook = "システムアップデート (npm outdated, npm audit, docker pull)",
        };

    public override Schedule Schedule { get; } = new Schedule.Weekly(DayOfWeek.Sunday, new TimeOnly(3, 30));

    public override ImmutableArray<Look> Looks { get; } = [ImageLooks.InUse, FunctionLooks.Runtimes];

    /// <summary>The base images and the functions are with the first part.</summary>
    public override ImmutableArray<CheckPart> PartsOf(Estate estate)
    {
        var batches = estate.Services.Chunk(ImageBatch.MostServices).ToList();
        if (batches.Count == 0)
        {
            batches.Add([]);
        }

        return
        [
            .. batches.Select(
                (services, index) =>
                    new CheckPart(
                        CheckPart.NameOf(index, batches.Count),
                        new ImageBatch([.. services], index == 0 ? estate.BaseImages : []) { HasFunctions = index == 0 }
                    )
            ),
        ];
    }

    public override CheckDecision Decide(CheckSituation situation) =>
        situation.Seen.Of(ImageLooks.InUse) switch
        {
            Fact<ImagesInUse>.NotAsked => new CheckDecision.Look(
                situation.Part.About,
                [.. Looks.Where(look => look.IsAbout(situation.Part.About))]
            ),
            var seen => new CheckDecision.Report(
                new ImageJudgement(PolicyIn(situation.Estate), situation.Now).Of(
                    seen,
                    situation.Seen.Of(FunctionLooks.Runtimes),
                    (ImageBatch)situation.Part.About
                )
            ),
        };
}
