using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.FailoverRehearsal;
using LambdaOps.Core.Reports;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.PeriodReports;

public partial class PeriodReportTests
{
    /// <summary>DR訓練実施: where the estate names no region for disaster recovery, people do it.</summary>
    [Theory]
    [InlineData(null, false, ChecklistState.ForPeople)]
    [InlineData("us-west-2", false, ChecklistState.NotDone)]
    [InlineData("us-west-2", true, ChecklistState.Done)]
    public void Rehearsal_IsTickedByTheCheck(string? region, bool hasRun, ChecklistState state)
    {
        if (hasRun)
        {
            Replace(
                FigureLooks.Reports,
                new LastReports([
                    new CheckRecord(FailoverRehearsalProcedure.ProcedureName, "all")
                    {
                        Last = new CheckReport(s_monday, s_monday, []),
                    },
                ])
            );
        }

        var estate = s_estate with { DisasterRecovery = region is null ? null : new DisasterRecovery(region) };

        Assert.Equal(state, Line(Facts(s_monthly, estate), "rehearsal").State);
    }
}
