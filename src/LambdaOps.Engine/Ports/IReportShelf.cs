namespace LambdaOps.Engine.Ports;

/// <summary>Where reports are stored for people.</summary>
public interface IReportShelf
{
    /// <summary>Stores a report, as a page and as text. A report that cannot be stored is notified all the same.</summary>
    /// <param name="name">Without the files' endings; the same for the same day.</param>
    Task<StoredReport> StoreAsync(string name, string page, string text, CancellationToken cancellationToken);
}

/// <param name="Link">Where people read it; null where it is not stored.</param>
/// <param name="WhyNot">Why it could not be stored; null where it is, or was not to be.</param>
public sealed record StoredReport(string? Link, string? WhyNot);
