using LambdaOps.Account.World;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>
/// What reads that do not ask to be consistent, and all reads of a global index, show for a while: items as they were
/// before their last write.
/// </summary>
/// <param name="shownFor">AWS promises no time, and is mostly done within a second.</param>
internal sealed class StaleItems(VirtualClock clock, TimeSpan shownFor)
{
    private readonly Dictionary<(string Hash, string Range), (Item? Before, DateTimeOffset Until)> _past = [];

    /// <summary>An item is being written.</summary>
    /// <param name="before">Null when there was none.</param>
    public void Replaced((string Hash, string Range) key, Item? before)
    {
        if (shownFor > TimeSpan.Zero)
        {
            // Of several writes in a short time the reader sees what was there before all of them.
            var shown = Find(key, out var still) ? still : before;
            _past[key] = (shown, clock.Now + shownFor);
        }
    }

    /// <summary>Whether a read shows an older item, or none where there is one by now.</summary>
    public bool Find((string Hash, string Range) key, out Item? before)
    {
        if (_past.TryGetValue(key, out var past) && past.Until > clock.Now)
        {
            before = past.Before;
            return true;
        }

        _past.Remove(key);
        before = null;
        return false;
    }

    /// <summary>The keys of what reads show in an older state.</summary>
    public IEnumerable<(string Hash, string Range)> Keys => _past.Keys.Where(key => Find(key, out _)).ToList();
}
