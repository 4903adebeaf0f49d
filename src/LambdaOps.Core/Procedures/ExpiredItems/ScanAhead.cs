using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ExpiredItems;

/// <summary>How far a scan is once the expired items of its page are deleted.</summary>
/// <param name="IsCapped">Whether more had expired than the night may delete.</param>
public sealed record ScanAhead(ScanPlace Place, int SegmentsDone, ItemTally Seen, bool IsCapped);
