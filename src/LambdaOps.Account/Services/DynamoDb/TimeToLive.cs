using System.Globalization;

namespace LambdaOps.Account.Services.DynamoDb;

/// <summary>
/// How a table expires its items: by an attribute that holds seconds since 1970 as a Number. Items that expired more
/// than five years ago stay for good, as do those with anything else in the attribute.
/// </summary>
public sealed class TimeToLive
{
    private const int MostYears = 5;

    /// <summary>After a change, AWS takes no other one for so long.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromHours(1);

    private bool _isOn;
    private DateTimeOffset? _changedAt;

    /// <summary>Null where it is off.</summary>
    public string? Attribute { get; private set; }

    /// <summary>When the last change has come into effect.</summary>
    public DateTimeOffset SettledAt { get; private set; }

    /// <summary>ENABLING, ENABLED, DISABLING or DISABLED.</summary>
    public string StatusAt(DateTimeOffset now) =>
        (_isOn, now < SettledAt) switch
        {
            (true, true) => "ENABLING",
            (true, false) => "ENABLED",
            (false, true) => "DISABLING",
            (false, false) => "DISABLED",
        };

    /// <summary>What DescribeTimeToLive names: an attribute that is given up stays in sight until that is done.</summary>
    internal string? ShownAt(DateTimeOffset now) => _isOn || now < SettledAt ? Attribute : null;

    internal bool DeletesAt(DateTimeOffset now) => _isOn && now >= SettledAt;

    /// <summary>As a table has it from its making on.</summary>
    internal void Begin(string attribute, DateTimeOffset at) => (Attribute, _isOn, SettledAt) = (attribute, true, at);

    /// <exception cref="ServiceFault">AWS refuses the change.</exception>
    internal void Change(string attribute, bool isOn, DateTimeOffset now, TimeSpan takes)
    {
        if (_changedAt is { } last && now < last + s_pause)
        {
            throw Invalid("Time to live has been modified multiple times within a fixed interval");
        }

        if (isOn == _isOn && (!isOn || attribute == Attribute))
        {
            throw Invalid($"TimeToLive is already {(isOn ? "enabled" : "disabled")}");
        }

        if (_isOn && attribute != Attribute)
        {
            throw Invalid($"TimeToLive is active on a different AttributeName: current AttributeName is {Attribute}");
        }

        (Attribute, _isOn, _changedAt, SettledAt) = (attribute, isOn, now, now + takes);
    }

    /// <summary>When the item expires; null when it never does.</summary>
    internal DateTimeOffset? ExpiryOf(Item item, DateTimeOffset now)
    {
        if (
            Attribute is null
            || item[Attribute] is not AttributeValue.Number number
            || !decimal.TryParse(number.Value.ToString(), CultureInfo.InvariantCulture, out var seconds)
            || seconds < now.AddYears(-MostYears).ToUnixTimeSeconds()
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        )
        {
            return null;
        }

        return DateTimeOffset.FromUnixTimeSeconds((long)seconds);
    }

    private static ServiceFault Invalid(string message) => new("ValidationException", message);
}
