using System.Collections.Immutable;

namespace LambdaOps.Core.Estates;

/// <summary>Which actions a person has to approve first, and how long such an offer stands.</summary>
/// <param name="AskFirst">Kinds of change ("restartAt"); in mode "ask" all of them.</param>
public sealed record ApprovalSetting(ImmutableArray<string> AskFirst, TimeSpan Within)
{
    public static ApprovalSetting None { get; } = new([], TimeSpan.FromMinutes(15));
}
