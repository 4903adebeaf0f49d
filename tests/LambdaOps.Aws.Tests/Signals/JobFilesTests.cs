using System.Text.RegularExpressions;
using LambdaOps.Aws.Signals;
using LambdaOps.Core;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures;

namespace LambdaOps.Aws.Tests.Signals;

/// <summary>The files by which a person starts a check: one for each, and each is a request for the whole of it.</summary>
public class JobFilesTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "events");

    [Theory]
    [InlineData("job-quick-check.json", "quickCheck")]
    [InlineData("job-alarm-check.json", "alarmCheck")]
    [InlineData("job-expired-items.json", "expiredItems")]
    [InlineData("job-log-retention.json", "logRetention")]
    [InlineData("job-temporary-files.json", "temporaryFiles")]
    [InlineData("job-table-backups.json", "tableBackups")]
    [InlineData("job-backup-check.json", "backupCheck")]
    [InlineData("job-backup-verify.json", "backupVerify")]
    [InlineData("job-metrics-rollup.json", "metricsRollup")]
    [InlineData("job-daily-report.json", "dailyReport")]
    [InlineData("job-weekly-report.json", "weeklyReport")]
    [InlineData("job-monthly-report.json", "monthlyReport")]
    [InlineData("job-performance-review.json", "performanceReview")]
    [InlineData("job-access-patterns.json", "accessPatterns")]
    [InlineData("job-cost-review.json", "costReview")]
    [InlineData("job-image-check.json", "imageCheck")]
    [InlineData("job-storage-check.json", "storageCheck")]
    [InlineData("job-certificates.json", "certificates")]
    [InlineData("job-open-groups.json", "openGroups")]
    [InlineData("job-security-findings.json", "securityFindings")]
    [InlineData("job-failover-rehearsal.json", "failoverRehearsal")]
    [InlineData("job-access-keys.json", "accessKeys")]
    [InlineData("job-iam-review.json", "iamReview")]
    public void JobFile_AsksForItsCheck(string file, string check) =>
        Assert.Equal(
            new JobRequest(new ProcedureName(check)),
            Assert.IsType<IncomingEvent.Job>(EventReader.Read(File.ReadAllBytes(Path.Combine(s_folder, file)))).Request
        );

    [Fact]
    public void EveryCheck_HasAFile() =>
        Assert.All(AllProcedures.Checks, check => Assert.True(File.Exists(Path.Combine(s_folder, FileOf(check)))));

    /// <summary>quickCheck is job-quick-check.json.</summary>
    private static string FileOf(Check check) =>
        $"job-{Regex.Replace(check.Name.Value, "[A-Z]", found => $"-{found.Value.ToLowerInvariant()}")}.json";
}
