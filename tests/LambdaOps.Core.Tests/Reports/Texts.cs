using LambdaOps.Core.Reports;

namespace LambdaOps.Core.Tests.Reports;

/// <summary>The shipped texts.</summary>
internal static class Texts
{
    public static NoticeWriter Writer(string culture) =>
        new(NoticeTexts.Parse(Json(culture)), NoticeTexts.Parse(Json("en")), Place);

    public static NoticePlace Place { get; } = new("shop", "123456789012", "ap-northeast-1", "Asia/Tokyo");

    public static string Json(string culture)
    {
        using var stream = typeof(NoticeTexts).Assembly.GetManifestResourceStream($"notices.{culture}.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
