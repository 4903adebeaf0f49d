using System.Collections.Immutable;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

/// <summary>A check of the estate's services that does nothing: what it names is what follows from it.</summary>
/// <param name="function">Its Lambda function.</param>
internal sealed class SweepCheck(string function, Schedule schedule) : Check<SweepCheck.Numbering>
{
    public ImmutableArray<Look> LooksAt { get; init; } = [ServiceLooks.State];

    public ImmutableArray<ChangeKind> MayChange { get; init; } = [];

    public override ProcedureName Name => new("sweep");

    public override FunctionName Function => new(function);

    public override Paragraph Paragraph => new("a test", "looks little", "done");

    public override Schedule Schedule => schedule;

    public override ImmutableArray<Look> Looks => LooksAt;

    public override ImmutableArray<ChangeKind> Changes => MayChange;

    public override ImmutableArray<CheckPart> PartsOf(Estate estate) =>
        estate.Services.IsEmpty ? [] : [new CheckPart("all", estate.Services[0])];

    public override CheckDecision Decide(CheckSituation situation) => new CheckDecision.Report([]);

    internal sealed record Numbering(int Percent) : IPolicy<Numbering>
    {
        public static Numbering Read(PolicyReader reader) =>
            new(reader.Whole("percent", 1, 100, 5, "Share of a night."));
    }
}
