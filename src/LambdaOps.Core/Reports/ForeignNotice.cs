using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Reports;

/// <summary>The notice of a message that is no signal.</summary>
internal static class ForeignNotice
{
    /// <summary>Characters of the message that people get to see.</summary>
    private const int Most = 300;

    /// <summary>A message that reached LambdaOps and is no signal, such as a person's test of a topic.</summary>
    /// <param name="from">The topic's name.</param>
    public static Notice Of(NoticeTexts texts, NoticeTexts ascii, string from, string text) =>
        new(
            NoticeKind.UnknownSignal,
            Severity.P4,
            Incident: null,
            from,
            texts.Write("foreign.title", ("subject", from)),
            texts.Write("foreign.text", ("text", text.Length <= Most ? text : text[..Most] + "…")),
            []
        )
        {
            Subject = ascii.Write("foreign.title", ("subject", from)),
        };
}
