using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Estates;

/// <summary>Which metric of the application says how many people use it.</summary>
public class CustomMetricReaderTests
{
    [Fact]
    public void ActiveUsers_AreReadWithTheirDimensions()
    {
        var read = Read(
            """{"namespace":"shop/Application","metric":"ActiveUsers","dimensions":[{"name":"Stage","value":"prod"}]}"""
        );

        Assert.Equal(
            new CustomMetric(
                "shop/Application",
                "ActiveUsers",
                ImmutableSortedDictionary<string, string>.Empty.Add("Stage", "prod")
            ),
            Assert.IsType<EstateReading.Valid>(read).Estate.ActiveUsers
        );
        Assert.Null(Assert.IsType<EstateReading.Valid>(Read(null)).Estate.ActiveUsers);
    }

    [Theory]
    [InlineData("""{"metric":"ActiveUsers"}""", "$.activeUsers.namespace")]
    [InlineData("""{"namespace":"AWS/ECS","metric":"ActiveUsers"}""", "$.activeUsers.namespace")]
    [InlineData("""{"namespace":"shop","metric":""}""", "$.activeUsers.metric")]
    [InlineData("""{"namespace":"shop","metric":"a","stat":"Sum"}""", "$.activeUsers.stat")]
    [InlineData(
        """{"namespace":"s","metric":"a","dimensions":[{"name":"b","value":"c"},{"name":"b","value":"d"}]}""",
        "$.activeUsers.dimensions[1].name"
    )]
    [InlineData("""{"namespace":"s","metric":"a","dimensions":[{"name":"b"}]}""", "$.activeUsers.dimensions[0].value")]
    public void WhatIsWrong_IsNamedWithItsPlace(string json, string place) =>
        Assert.Equal(place, Assert.Single(Assert.IsType<EstateReading.Invalid>(Read(json)).Errors).Path);

    private static EstateReading Read(string? activeUsers)
    {
        var estate = JsonNode.Parse(EstateFiles.Default)!.AsObject();
        estate.Remove("activeUsers");
        if (activeUsers is not null)
        {
            estate["activeUsers"] = JsonNode.Parse(activeUsers);
        }

        return EstateReader.Read(estate.ToJsonString());
    }
}
