using System.Collections.Immutable;
using CsCheck;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.TemporaryFiles;
using LambdaOps.Core.Resources;
using Memory = LambdaOps.Core.Checks.CheckMemory.TemporaryFiles;

namespace LambdaOps.Core.Tests.Procedures.TemporaryFiles;

public class TemporaryFilesTests
{
    private static readonly TemporaryFilesProcedure s_procedure = new();

    private static readonly TemporaryFolder s_folder = new("app", "temp/", 7, Delete: true);

    private static readonly BucketLifecycle s_good = new(
        KeepsVersions: false,
        [new("temp", true, "temp/", IsPartial: false, 1, null, 1)]
    );

    [Fact]
    public void OldFiles_AreDeletedPageByPageAndTheRestStays()
    {
        var bucket = new FakeBucket();
        bucket.Add("temp/a", days: 8);
        bucket.Add("temp/b", days: 6.9);
        bucket.Add("temp/c", days: 7);
        bucket.Add("temp/", days: 99);
        bucket.Add("temporary", days: 99);
        bucket.Add("assets/app.js", days: 99);

        var report = bucket.Run(s_folder, pageSize: 1);

        Assert.Equal(["assets/app.js", "temp/", "temp/b", "temporary"], bucket.Keys);
        Assert.Contains("2 older than 7 days deleted, 0 left", Text(report, "files"), StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsWrittenAnewStays()
    {
        var bucket = new FakeBucket();
        bucket.Add("temp/a", days: 8);
        bucket.Add("temp/b", days: 8);
        bucket.BeforeDelete = () => bucket.Add("temp/b", days: 0);

        var report = bucket.Run(s_folder);

        Assert.Equal(["temp/b"], bucket.Keys);
        Assert.Contains("1 older than 7 days deleted, 1 left", Text(report, "files"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null, "10 files, 10 of them older than 7 days")]
    [InlineData(true, "mode is 'Observe'", "which would be deleted: mode is 'Observe'")]
    public void Nothing_IsDeletedWithoutLeave(bool delete, string? held, string text)
    {
        var bucket = new FakeBucket { WhyHeld = held };
        Enumerable.Range(0, 10).ToList().ForEach(at => bucket.Add($"temp/{at}", days: 8));

        var report = bucket.Run(s_folder with { Delete = delete });

        Assert.Equal(10, bucket.Keys.Count());
        Assert.Contains(text, Text(report, "files"), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DeletesAtMostSoMany()
    {
        var bucket = new FakeBucket();
        Enumerable.Range(0, 40).ToList().ForEach(at => bucket.Add($"temp/{at:D2}", days: 8));

        var report = bucket.Run(s_folder, pageSize: 9, most: 20);

        Assert.Equal(20, bucket.Keys.Count());
        var finding = Assert.Single(report, one => one.Key == "files");
        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains("a run deletes at most 20", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChangeOutcome.Refused, "S3 refused: denied")]
    [InlineData(ChangeOutcome.Unknown, "S3 did not say whether it did: denied")]
    public void Run_DeletesNothingMoreAfterARefusalOrWithoutAnAnswer(ChangeOutcome outcome, string text)
    {
        var bucket = new FakeBucket { Outcome = outcome };
        Enumerable.Range(0, 10).ToList().ForEach(at => bucket.Add($"temp/{at}", days: 8));

        var report = bucket.Run(s_folder, pageSize: 3);

        Assert.Equal(1, bucket.Deletes);
        Assert.Contains(text, Text(report, "files"), StringComparison.Ordinal);
    }

    /// <summary>
    /// Whatever lies in the bucket, however pages fall, wherever a run is killed: only old files under the prefix go, all of
    /// them when nothing bounds the run, and never more than the bound.
    /// </summary>
    [Fact]
    public void Deletes_AreOfOldFilesUnderThePrefixOnly() =>
        Gen.Select(
                Gen.Select(
                    Gen.OneOf<string>("temp/", "temp", "temp/a/", "tmp/", "", "temp/../"),
                    Gen.Int[0, 30],
                    Gen.Double[0, 20]
                ).List[0, 60],
                Gen.Int[1, 12],
                Gen.OneOf(Gen.Int[1, 8], Gen.Int[1, 80]),
                Gen.Int[0, 12].List[0, 6]
            )
            .Sample(
                (files, pageSize, most, kills) =>
                {
                    var bucket = new FakeBucket();
                    files.ForEach(file => bucket.Add($"{file.Item1}{file.Item2}", file.Item3));
                    var before = bucket.Files.ToList();

                    bucket.Run(s_folder, pageSize, most, [.. kills]);

                    var gone = before.Except(bucket.Files).ToList();
                    var old = before
                        .Where(file => file.Key.StartsWith("temp/", StringComparison.Ordinal) && file.Key != "temp/")
                        .Where(file => file.WrittenAt <= Some.Now.AddDays(-7))
                        .ToList();
                    return gone.TrueForAll(old.Contains)
                        && gone.Count <= most
                        && (kills.Count > 0 || gone.Count == Math.Min(most, old.Count));
                }
            );

    [Theory]
    [InlineData("temp/", "temp/x", true)]
    [InlineData("temp/", "temp/", false)]
    [InlineData("temp/", "temp", false)]
    [InlineData("temp/", "Temp/x", false)]
    [InlineData("temp/", "a/temp/x", false)]
    [InlineData("", "x", false)]
    public void Change_TakesOnlyKeysUnderItsPrefix(string prefix, string key, bool isTaken)
    {
        var thrown = Record.Exception(() =>
            new Change.DeleteTemporaryFiles("app", prefix, [new(key, "e", Some.Now, 1)])
        );
        Assert.Equal(isTaken, thrown is null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void Change_IsOfAsManyFilesAsOneRequest(int count) =>
        Assert.Throws<ArgumentException>(() =>
            new Change.DeleteTemporaryFiles(
                "app",
                "temp/",
                [.. Enumerable.Range(0, count).Select(at => new StoredFile($"temp/{at}", "e", Some.Now, 1))]
            )
        );

    private static string Text(ImmutableArray<Finding> report, string key) =>
        Assert.Single(report, finding => finding.Key == key).Text;

    [Theory]
    [InlineData("none", false, "no lifecycle rule ends its files after 7 days")]
    [InlineData("disabled", false, "rule 'r' is disabled")]
    [InlineData("other", false, "rule 'r' is for the prefix 'tmp/'")]
    [InlineData("partial", false, "rule 'r' is only for files of some tag or size")]
    [InlineData("late", false, "the earliest does after 365")]
    [InlineData("noAbort", false, "no rule ends uploads that nobody completes")]
    [InlineData("good", true, "keeps versions, and no rule ends them")]
    public void Rule_ThatIsMissingIsPrinted(string kind, bool keepsVersions, string why)
    {
        var good = new ExpiryRule("r", true, "temp/", false, 1, null, 1);
        ImmutableArray<ExpiryRule> rules = kind switch
        {
            "none" => [],
            "disabled" => [good with { IsEnabled = false }],
            "other" => [good with { Prefix = "tmp/" }],
            "partial" => [good with { IsPartial = true }],
            "late" => [good with { Prefix = "", AfterDays = 365 }],
            "noAbort" => [good with { AbortsAfterDays = null }],
            _ => [good],
        };
        var bucket = new FakeBucket { Lifecycle = new(keepsVersions, rules) };

        var finding = Assert.Single(bucket.Run(s_folder), one => one.Key == "lifecycle");

        Assert.Equal(FindingLevel.Warning, finding.Level);
        Assert.Contains(why, finding.Text, StringComparison.Ordinal);
        var json = finding.Text[finding.Text.IndexOf('{', StringComparison.Ordinal)..];
        using var rule = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal("temp/", rule.RootElement.GetProperty("Filter").GetProperty("Prefix").GetString());
        Assert.Equal(7, rule.RootElement.GetProperty("Expiration").GetProperty("Days").GetInt32());
        Assert.Equal(keepsVersions, rule.RootElement.TryGetProperty("NoncurrentVersionExpiration", out _));
    }

    [Theory]
    [InlineData(1, 3.9, false)]
    [InlineData(1, 4.1, true)]
    [InlineData(5, 7.9, false)]
    [InlineData(5, 8.1, true)]
    public void Rule_ThatLeavesFilesDoesNotWork(int days, double age, bool isLate)
    {
        var bucket = new FakeBucket { Lifecycle = new(false, [new("r", true, "", false, days, null, 1)]) };
        bucket.Add("temp/a", age);

        var report = bucket.Run(s_folder with { Delete = false });

        Assert.Equal(isLate, report.Any(one => one is { Key: "late", Level: FindingLevel.Warning }));
        Assert.Equal(FindingLevel.Fine, Assert.Single(report, one => one.Key == "lifecycle").Level);
    }

    [Fact]
    public void Versions_StayAndTheReportSaysSo()
    {
        var bucket = new FakeBucket { Lifecycle = new(true, [new("r", true, "", false, 1, 1, 1)]) };
        bucket.Add("temp/a", 8);
        Assert.Contains("its versions stay", Text(bucket.Run(s_folder), "files"), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_IsNeverFine()
    {
        var bucket = new FakeBucket { CannotList = true };
        Assert.Equal(FindingLevel.Missing, Assert.Single(bucket.Run(s_folder)).Level);
        bucket = new FakeBucket { Lifecycle = null };
        Assert.Equal(FindingLevel.Missing, Assert.Single(bucket.Run(s_folder), one => one.Key == "lifecycle").Level);
    }

    /// <summary>A bucket, and a run of the check on it step by step, as the loop makes it.</summary>
    private sealed class FakeBucket
    {
        private readonly SortedDictionary<string, StoredFile> _files = new(StringComparer.Ordinal);
        private int _written;

        public IEnumerable<string> Keys => _files.Keys;

        public IEnumerable<StoredFile> Files => _files.Values;

        public BucketLifecycle? Lifecycle { get; init; } = s_good;

        public string? WhyHeld { get; init; }

        public ChangeOutcome Outcome { get; init; } = ChangeOutcome.Done;

        public bool CannotList { get; init; }

        public Action? BeforeDelete { get; set; }

        public int Deletes { get; private set; }

        public void Add(string key, double days) =>
            _files[key] = new StoredFile(key, $"{_written++}", Some.Now.AddDays(-days), 10);

        /// <param name="kills">Steps after which the invocation is lost with all that it has not saved.</param>
        public ImmutableArray<Finding> Run(
            TemporaryFolder folder,
            int pageSize = 1000,
            int most = 10_000,
            params HashSet<int> kills
        )
        {
            var policy = TemporaryFilesPolicy.Default with { DeletesAtMost = most };
            var estate = Some.Estate with
            {
                TemporaryFiles = [folder],
                Checks = Core.Procedures.Settings.None.With(
                    new Core.Procedures.Setting<TemporaryFilesPolicy>(Core.Estates.Mode.Act, policy)
                ),
            };
            var run = new CheckRun(Some.Now, Some.Now) { WhyHeld = WhyHeld };
            var (seen, results) = (Evidence.NotAsked, ImmutableArray<ChangeResult>.Empty);
            for (var step = 0; step < 1000; step++)
            {
                var decision = s_procedure.Decide(
                    new(estate, s_procedure.PartsOf(estate)[0], run, seen, results, null, Some.Now)
                );
                run = run with { Memory = decision.Memory };
                (seen, results) = (Evidence.NotAsked, []);
                switch (decision)
                {
                    case CheckDecision.Report report:
                        return report.Findings;
                    case CheckDecision.Look look:
                        seen = Look(look, pageSize);
                        break;
                    case CheckDecision.Act act:
                        Assert.Null(WhyHeld);
                        results = [Delete((Change.DeleteTemporaryFiles)Assert.Single(act.Changes))];
                        break;
                    default:
                        break;
                }

                if (kills.Contains(step))
                {
                    (seen, results) = (Evidence.NotAsked, []);
                }
            }

            throw new InvalidOperationException("The run does not end.");
        }

        private Evidence Look(CheckDecision.Look look, int pageSize)
        {
            var page = (FilePage)look.About;
            if (look.Looks.Contains(StorageLooks.Lifecycle))
            {
                return Evidence.NotAsked.With(
                    StorageLooks.Lifecycle,
                    Lifecycle is { } known ? Fact.Known(known, Some.Now) : Fact.Missing<BucketLifecycle>("denied")
                );
            }

            var files = _files
                .Values.Where(file => file.Key.StartsWith(page.Folder.Prefix, StringComparison.Ordinal))
                .Where(file => string.CompareOrdinal(file.Key, page.After ?? "") > 0)
                .ToList();
            return Evidence.NotAsked.With(
                StorageLooks.Files,
                CannotList
                    ? Fact.Missing<StoredFiles>("denied")
                    : Fact.Known(new StoredFiles([.. files.Take(pageSize)], files.Count <= pageSize), Some.Now)
            );
        }

        private ChangeResult Delete(Change.DeleteTemporaryFiles change)
        {
            Deletes++;
            BeforeDelete?.Invoke();
            var same = change.Files.Where(file => _files.GetValueOrDefault(file.Key) == file).ToList();
            if (Outcome != ChangeOutcome.Refused)
            {
                same.ForEach(file => _files.Remove(file.Key));
            }

            return new ChangeResult(change, Outcome, "denied")
            {
                Tally = Outcome == ChangeOutcome.Done ? new(same.Count, change.Files.Length - same.Count) : null,
            };
        }
    }
}
