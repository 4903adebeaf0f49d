using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Reports;

public abstract partial record ReportFacts
{
    /// <summary>Whether a failover would work that day (runbook: 災害復旧, 月次チェックリスト DR訓練実施).</summary>
    /// <param name="Lost">The region that counts as lost.</param>
    /// <param name="Region">The one that takes its place.</param>
    public sealed record Rehearsal(LocalDay Of, DateTimeOffset At, string Lost, string Region) : ReportFacts(Of, At)
    {
        public override string Name => FormattableString.Invariant($"rehearsal/{Day.Date:yyyy-MM-dd}");

        public override string Command => "lambdaops invoke lambdaops-Report events/job-failover-rehearsal.json";

        public required ImmutableArray<ReadinessItem> Items { get; init; }

        /// <summary>Each step of a failover, in its order.</summary>
        public required ImmutableArray<RecoveryStep> Steps { get; init; }

        public required ImmutableArray<TableLoss> Losses { get; init; }

        /// <summary>What was promised.</summary>
        public required RecoveryGoal Goal { get; init; }

        /// <summary>Would it work? No where something is not there; unknown where not all is as it has to be, or was seen.</summary>
        public bool? Works =>
            Items.Any(item => item.State == ReadinessState.Missing || IsNotNamed(item)) ? false
            : Items.All(item => item.State == ReadinessState.Ready) ? true
            : null;

        /// <summary>What the verdict rests on: the worst that was found.</summary>
        public ImmutableArray<ReadinessItem> Reasons =>
            [
                .. Items.Where(item =>
                    Works switch
                    {
                        false => item.State == ReadinessState.Missing || IsNotNamed(item),
                        null => item.State != ReadinessState.Ready,
                        true => false,
                    }
                ),
            ];

        public TimeSpan Rto => new(Steps.Sum(step => step.Takes.Ticks));

        /// <summary>The table that would lose the most; null where there is none.</summary>
        public TableLoss? Worst =>
            Losses.MaxBy(loss =>
                (loss.IsAll, loss.Lost is null, loss.Lost ?? TimeSpan.Zero) switch
                {
                    (true, _, _) => TimeSpan.MaxValue,
                    (_, true, _) => TimeSpan.MaxValue - TimeSpan.FromTicks(1),
                    var (_, _, lost) => lost,
                }
            );

        public FindingLevel Level => Items.Select(item => item.Level).DefaultIfEmpty().Max();

        /// <summary>Nothing can turn to what nobody prepared; whether a stack drifted may be known without it.</summary>
        private static bool IsNotNamed(ReadinessItem item) =>
            item is { State: ReadinessState.NotNamed, Part: ReadinessPart.Services or ReadinessPart.Traffic };
    }
}
