namespace LambdaOps.Core.Anomalies;

/// <summary>What belongs to one anomaly: it scores again only where it is clearly rarer than it was.</summary>
internal sealed class Episode
{
    /// <summary>Readings from the last peak to the end of it.</summary>
    public const int Length = 60;

    /// <summary>From this rarity on, a reading begins one.</summary>
    private const double Begins = 2;

    /// <summary>So much rarer, as a power of ten, than the peak.</summary>
    private const double ClearlyRarer = 0.5;

    private double _peak;

    private int _sincePeak;

    private DateTimeOffset _since;

    /// <param name="rarity">As a power of ten; negative for what is usual.</param>
    /// <returns>What of it scores, 0 or more, and when the episode began.</returns>
    public (double Rarity, DateTimeOffset Since) Take(DateTimeOffset at, double rarity)
    {
        _sincePeak = Math.Min(_sincePeak + 1, Length + 1);
        if (_sincePeak > Length)
        {
            _peak = 0;
        }

        if (rarity <= _peak + ClearlyRarer)
        {
            return (0, at);
        }

        if (rarity > Begins)
        {
            _since = _peak > 0 ? _since : at;
            (_peak, _sincePeak) = (rarity, 0);
        }

        return (rarity, _peak > 0 ? _since : at);
    }
}
