using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LambdaOps.Aws.Journal;
using LambdaOps.Core;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Engine;

namespace LambdaOps.Aws.Tests.Journal;

public class EnumAsNameTests
{
    /// <summary>The library's converter for one of them alone would bring it all into the package.</summary>
    [Fact]
    public void EveryEnumOfTheJournal_IsWrittenByIt()
    {
        var enums = new[] { typeof(Mode).Assembly, typeof(LoopReport).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsEnum && JournalJson.Default.GetTypeInfo(type) is not null)
            .ToList();

        Assert.Contains(typeof(IncidentStatus), enums);
        Assert.Empty(
            enums
                .Where(type =>
                    !typeof(EnumAsName<>)
                        .MakeGenericType(type)
                        .IsInstanceOfType(JournalJson.Default.GetTypeInfo(type)!.Converter)
                )
                .Select(type => $"{type.FullName} needs [JsonConverter(typeof(EnumAsName<{type.Name}>))]")
        );
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Value_IsItsName(Mode mode)
    {
        var written = JsonSerializer.Serialize(mode, Type);

        Assert.Equal($"\"{mode}\"", written);
        Assert.Equal(mode, JsonSerializer.Deserialize(written, Type));
    }

    [Theory]
    [InlineData("\"act\"")]
    [InlineData("\"2\"")]
    [InlineData("2")]
    [InlineData("\"Act, Off\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public void AnythingElse_IsAnErrorThatNamesTheValues(string json)
    {
        var failed = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, Type));

        Assert.Contains("expected one of", failed.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Mode> Modes => [.. Enum.GetValues<Mode>()];

    private static JsonTypeInfo<Mode> Type => (JsonTypeInfo<Mode>)JournalJson.Default.GetTypeInfo(typeof(Mode))!;
}
