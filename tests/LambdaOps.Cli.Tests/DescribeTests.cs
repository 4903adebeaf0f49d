using LambdaOps.Cli.Hosting;
using LambdaOps.Cli.Syncing;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Tests;

/// <summary>describe says of each procedure what the code says.</summary>
public class DescribeTests
{
    public static TheoryData<string> Names => [.. AllProcedures.Remedies.Select(remedy => remedy.Name.Value)];

    /// <summary>Nothing of a procedure is left out: its paragraph, looks, numbers, permissions, diagram.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Text_HasAllOfAProcedure(string name)
    {
        var remedy = AllProcedures.Find(new ProcedureName(name))!;

        var text = ProcedureText.Of(
            remedy,
            DrillEstate.Read(Repository.Estate).Estate,
            File.ReadAllText(Repository.Procedures)
        );

        string[] parts =
        [
            $"(`{name}`)",
            "stateDiagram-v2",
            remedy.Paragraph.When,
            $"  started by                 {string.Join(", ", remedy.Triggers)}\n",
            remedy.Paragraph.Does,
            remedy.Paragraph.StopsWhen,
            .. remedy.Looks.Concat(remedy.LooksForPeople).Select(look => look.Name),
            "kill switch, ",
            .. remedy.Numbers.SelectMany(number => new[] { number.Name, number.Says }),
        ];
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain("<!--", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(Repository.Root, ProcedureTable.FileOf(remedy))));
    }

    /// <summary>Those of a resource stand there only where one of its changes is asked about by them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Guards_AreThoseThatCanDenyItsChanges(string name)
    {
        var remedy = AllProcedures.Find(new ProcedureName(name))!;
        var estate = DrillEstate.Read(Repository.Estate).Estate;
        var guards = ProcedureText
            .Of(remedy, estate, "")
            .Split('\n')
            .SkipWhile(line => !line.StartsWith("  guards of any change ", StringComparison.Ordinal))
            .TakeWhile(line => line.Length > 0)
            .SelectMany(line => line[29..].Split(", "))
            .ToHashSet();

        Assert.Equal(
            Guard
                .Universal.Concat(remedy.Changes.SelectMany(kind => kind.Guards))
                .Select(ProcedureText.NameOf)
                .ToHashSet(),
            guards
        );
    }

    [Theory]
    [InlineData("serviceUnavailable", "ecs:UpdateService\n", "s3:PutObject")]
    [InlineData("maintenancePage", "cloudfront:CreateInvalidation\n", "ecs:UpdateService")]
    public async Task Describe_NamesWhatTheRoleMayAndNothingElse(string name, string may, string mayNot)
    {
        var ran = await CommandLine.RunAsync("describe", name);

        Assert.Equal((ExitCodes.Passed, ""), (ran.ExitCode, ran.Errors));
        Assert.Contains($"  {may}", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(mayNot, ran.Output, StringComparison.Ordinal);
    }

    /// <summary>A check says its schedule by the estate's wall clock, what holds its changes, and its numbers.</summary>
    [Fact]
    public void Text_HasAllOfACheck()
    {
        var estate = DrillEstate.Read(Repository.Estate).Estate;
        var check = new SweepCheck("Watch", new Schedule.Weekly(DayOfWeek.Sunday, new TimeOnly(3, 0)))
        {
            MayChange = [ChangeKind.ForceNewDeployment],
        };

        var text = ProcedureText.Of(check, estate, "## A test (`sweep`)\n\nIt sweeps.\n");

        Assert.All(
            (string[])
                [
                    "## A test (`sweep`)\n\nIt sweeps.\n",
                    "  started by                 Sundays at 03:00 in Asia/Tokyo: cron(0 3 ? * 1 *)\n",
                    "  in this estate             mode observe, in one part\n",
                    "  guards of any change       mode, control switch, write permissions, freeze windows\n",
                    "Numbers: checks.sweep.policy in the estate\n",
                    "  percent                    5 (1 to 100). Share of a night.\n",
                    "  ecs:UpdateService\n",
                ],
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
        Assert.Contains(
            "the estate names nothing that it could look at\n",
            ProcedureText.Of(check, estate with { Services = [] }, ""),
            StringComparison.Ordinal
        );
    }

    /// <summary>The watchdog has no guards, no numbers and no diagram, and says what starts it.</summary>
    [Fact]
    public async Task Describe_ShowsTheWatchdog()
    {
        var ran = await CommandLine.RunAsync("describe", "watchdog");

        Assert.Equal((ExitCodes.Passed, ""), (ran.ExitCode, ran.Errors));
        Assert.StartsWith("## The watchdog (`watchdog`)\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains(
            "  started by                 every 5 minutes: rate(5 minutes)\n",
            ran.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("  may change                 nothing\n", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("guards", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("policy in the estate", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_WithoutANameListsAll()
    {
        var ran = await CommandLine.RunAsync("describe");

        Assert.Equal((ExitCodes.Passed, ""), (ran.ExitCode, ran.Errors));
        Assert.Equal(
            AllProcedures.All.Select(procedure => procedure.Name.Value),
            ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])
        );
    }

    [Fact]
    public async Task UnknownName_IsRefusedInOneSentence()
    {
        var ran = await CommandLine.RunAsync("describe", "latenzy");

        Assert.Equal(
            (
                ExitCodes.Usage,
                "lambdaops: found 'latenzy', expected one of "
                    + $"{string.Join(", ", AllProcedures.All.Select(procedure => procedure.Name))}\n"
            ),
            (ran.ExitCode, ran.Errors)
        );
    }
}
