namespace LambdaOps.Core.Procedures;

/// <summary>A procedure in a few words for people: a row of README's table, and the head of its description.</summary>
/// <param name="When">What starts it.</param>
/// <param name="Does">What it does, in order.</param>
/// <param name="StopsWhen">When it ends, and where on-call comes in.</param>
public sealed record Paragraph(string When, string Does, string StopsWhen);
