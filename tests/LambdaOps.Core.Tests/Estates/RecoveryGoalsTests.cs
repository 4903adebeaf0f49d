using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using static LambdaOps.Core.Tests.Estates.EstateFiles;

namespace LambdaOps.Core.Tests.Estates;

public class RecoveryGoalsTests
{
    /// <summary>RUNBOOK.md, 災害復旧, DRレベル定義.</summary>
    [Fact]
    public void Default_IsTheRunbooksTable() =>
        Assert.Equal(
            [(1, 60, 0), (2, 120, 60), (3, 240, 60), (4, 480, 1440)],
            RecoveryGoals.Default.ByLevel.Select(one =>
                ((int)one.Key, (int)one.Value.Rto.TotalMinutes, (int)one.Value.Rpo.TotalMinutes)
            )
        );

    [Fact]
    public void Read_ChangesOnlyWhatTheFileSays()
    {
        var root = Parse(Full);
        root["recoveryGoals"] = JsonNode.Parse(
            """{"region":{"rtoMinutes":90},"data":{"rtoMinutes":30,"rpoMinutes":0}}"""
        );

        var goals = Assert.IsType<EstateReading.Valid>(EstateReader.Read(root.ToJsonString())).Estate.RecoveryGoals;

        Assert.Equal(RecoveryGoals.Default[RecoveryLevel.Service], goals[RecoveryLevel.Service]);
        Assert.Equal(new RecoveryGoal(TimeSpan.FromMinutes(90), TimeSpan.FromHours(1)), goals[RecoveryLevel.Region]);
        Assert.Equal(new RecoveryGoal(TimeSpan.FromMinutes(30), TimeSpan.Zero), goals[RecoveryLevel.Data]);
    }

    [Theory]
    [InlineData("4", "$.recoveryGoals")]
    [InlineData("""{"level1":{}}""", "$.recoveryGoals.level1")]
    [InlineData("""{"zone":60}""", "$.recoveryGoals.zone")]
    [InlineData("""{"zone":{"rtoMinutes":0}}""", "$.recoveryGoals.zone.rtoMinutes")]
    [InlineData("""{"zone":{"rpoMinutes":-1}}""", "$.recoveryGoals.zone.rpoMinutes")]
    [InlineData("""{"zone":{"rtoHours":1}}""", "$.recoveryGoals.zone.rtoHours")]
    public void Read_NamesThePlaceOfAnError(string json, string path)
    {
        var errors = ErrorsAfter(root => root["recoveryGoals"] = JsonNode.Parse(json));

        Assert.Equal(path, errors[0].Path);
    }
}
