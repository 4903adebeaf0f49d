using System.Text.Json;
using System.Text.RegularExpressions;
using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Tests.Reports;

/// <summary>The shipped texts.</summary>
internal static class Texts
{
    public static NoticeWriter Writer(string culture) =>
        new(NoticeTexts.Parse(Json(culture)), NoticeTexts.Parse(Json("en")), Place);

    public static NoticePlace Place { get; } = new("shop", "123456789012", "ap-northeast-1", "Asia/Tokyo");

    /// <param name="name">Of which file: notices or reports.</param>
    public static string Json(string culture, string name = "notices")
    {
        using var stream = typeof(NoticeTexts).Assembly.GetManifestResourceStream($"{name}.{culture}.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static Dictionary<string, string> Read(string culture, string name) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(Json(culture, name))!;

    public static void AssertLanguagesHaveTheSameKeysAndPlaces(string name)
    {
        var (english, japanese) = (Read("en", name), Read("ja", name));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), japanese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text => Assert.Equal(PlacesOf(text.Value), PlacesOf(japanese[text.Key])));
    }

    private static string[] PlacesOf(string text) =>
        [.. Regex.Matches(text, @"\{(\w+)\}").Select(place => place.Value).Order(StringComparer.Ordinal).Distinct()];
}
